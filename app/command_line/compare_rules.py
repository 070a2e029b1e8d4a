"""Which options of `quayside compare` go together; read before anything is started."""

from collections.abc import Mapping, Sequence
from typing import cast

_SHOWING = {"open", "against", "form"}
_AGAIN = {"rerun", "against", "form", "save", "demo", "engines", "model_files"}
_ABOUT_SETTINGS = {"command", "base", "model", "proxy", "config"}
_NAMES = {
    "prompts": "PROMPT",
    "lanes": "--lane",
    "engines": "--engine",
    "form": "--json, --markdown, --csv, --html and --svg",
}


def objection(given: Mapping[str, object]) -> str:
    """Why these options cannot be meant together, or the empty text; `given` are those said."""
    if given.get("open"):
        return _more_than("--open", "shows a record as it is", given, _SHOWING)
    if given.get("rerun"):
        return _more_than("--rerun", "asks what the record asked", given, _AGAIN)
    return _about_mode(given) or _about_concurrency(given)


def _more_than(option: str, does: str, given: Mapping[str, object], fits: set[str]) -> str:
    extra = sorted(given.keys() - fits - _ABOUT_SETTINGS)
    names = ", ".join(_NAMES.get(name, f"--{name.replace('_', '-')}") for name in extra)
    return f"{option} {does}: leave out {names}" if names else ""


def _about_mode(given: Mapping[str, object]) -> str:
    prompts = cast("Sequence[str]", given.get("prompts", ()))
    if given.get("mode") != "overhead":
        return "" if prompts else "compare needs a PROMPT; --mode overhead has one of its own"
    if len(prompts) > 1:
        return "--mode overhead takes one PROMPT: give one, or none for its own"
    if given.get("nonce"):
        return (
            "--nonce makes each prompt a new one, and --mode overhead needs it in the cache: "
            "leave one of them out"
        )
    return ""


def _about_concurrency(given: Mapping[str, object]) -> str:
    if given.get("sequential") and given.get("concurrency"):
        return "--concurrency asks lane by lane already: leave out --sequential"
    if given.get("slo") and not given.get("concurrency"):
        return "--slo tells good requests from others under --concurrency: give that too"
    return ""
