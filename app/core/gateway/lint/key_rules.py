"""The proxy's own key: absent, known to all, or where LiteLLM does not look."""

from collections.abc import Iterator, Mapping

from ..config_values import PREFIX
from ..config_yaml import MASTER_KEY_VARIABLE
from .entry import Given
from .model import Finding, Severity
from .places import found
from .values import mapping
from .whole import Whole

PUBLIC_KEYS = frozenset(["sk-1234"])
"""Keys of LiteLLM's own documents, which it refuses since 1.104.0."""
_PERMIT = "dangerously_permit_weak_or_unset_master_key"
_PATH = ("general_settings", "master_key")
_CURE = f"export {MASTER_KEY_VARIABLE}=sk-$(openssl rand -hex 24)"


def key_findings(whole: Whole) -> Iterator[Finding]:
    """Of the whole configuration; a key that is empty or no text is told where it is read."""
    config = whole.config
    if _is_permitted(config.general_settings, whole.given.environment):
        return
    if config.master_key is None and "master_key" not in config.general_settings:
        yield _absent(whole)
    elif config.master_key is not None and config.master_key.reveal().strip() in PUBLIC_KEYS:
        yield _public(whole)


def _is_permitted(general: Mapping[str, object], environment: Mapping[str, str]) -> bool:
    by_variable = environment.get(f"LITELLM_{_PERMIT}".upper(), "")
    return general.get(_PERMIT) is True or by_variable.strip().lower() == "true"


def _absent(whole: Whole) -> Finding:
    root = whole.merged.documents[0]
    variables = mapping(whole.merged.values.get("environment_variables"))
    text = f"no master key: neither general_settings has one nor {MASTER_KEY_VARIABLE}"
    if MASTER_KEY_VARIABLE in variables:
        text = f"no master key: {MASTER_KEY_VARIABLE} of environment_variables comes too late"
    return found(
        whole.text_of(root),
        (),
        "no-master-key",
        Severity.ERROR if whole.given.refuses_weak_keys else Severity.WARNING,
        text,
        effect=_effect(whole.given, "without one"),
        cure=_CURE,
    )


def _public(whole: Whole) -> Finding:
    document = whole.document_of("general_settings") or whole.merged.documents[0]
    text = whole.text_of(document)
    there = text.pair(_PATH)
    written = there is not None and not str(there[1].value).startswith(PREFIX)
    known = whole.given.environment.get(MASTER_KEY_VARIABLE, "").strip()
    fresh = bool(known) and known not in PUBLIC_KEYS
    return found(
        text,
        _PATH if there else (),
        "public-master-key",
        Severity.ERROR,
        "the master key is one that stands in LiteLLM's own documents",
        effect=_effect(whole.given, "with it"),
        cure=f"master_key: {PREFIX}{MASTER_KEY_VARIABLE}" + ("" if fresh else f"\n{_CURE}"),
        edits=text.with_value(_PATH, f"{PREFIX}{MASTER_KEY_VARIABLE}") if written else (),
    )


def _effect(given: Given, how: str) -> str:
    match given.refuses_weak_keys:
        case True:
            return f"LiteLLM {given.version} refuses to start {how}"
        case False:
            return f"LiteLLM {given.version} starts {how}, and answers everyone who reaches it"
        case _:
            return (
                f"since 1.104.0 LiteLLM does not start {how}; before, it answers everyone who "
                "reaches it"
            )
