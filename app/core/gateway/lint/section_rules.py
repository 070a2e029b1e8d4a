"""What stands beside the models: names that nobody reads there, and settings with a price."""

from collections.abc import Iterator, Mapping

from ..config_files import LIST_KEY, Document
from .base_rules import FALLBACK
from .known_names import ENTRY, GENERAL, LITELLM, PARAMS, ROUTER, SENT, TOP_LEVEL, near
from .model import Finding, Severity
from .moving import moved
from .nodes import Key, Text
from .places import found
from .values import mapping

_SECTIONS: Mapping[str, frozenset[str]] = {
    "general_settings": GENERAL,
    "router_settings": ROUTER | {"health_check_interval", "health_check_concurrency"},
    "litellm_settings": LITELLM,
}
_IGNORED = "LiteLLM passes it by without a word"
_NO_MODELS = "LiteLLM passes it by: the models in it are not served"
# The limits of an entry count beside `litellm_params` too.
_BESIDE = ENTRY | {"rpm", "tpm", "params"}


def section_findings(document: Document, text: Text) -> Iterator[Finding]:
    """Of one file, includes aside."""
    yield from _names(text, (), mapping(document.values), TOP_LEVEL)
    for section, known in _SECTIONS.items():
        settings = mapping(document.values.get(section))
        yield from _names(text, (section,), settings, known)
    for deployment in document.deployments:
        path = (LIST_KEY, deployment.number)
        yield from _entry_names(text, path, mapping(deployment.value))
    yield from _health_checks(document, text)


def _names(
    text: Text, above: tuple[Key, ...], settings: Mapping[str, object], known: frozenset[str]
) -> Iterator[Finding]:
    for name in settings:
        if name in known:
            continue
        home = _home(name, above)
        meant = near(name, known)
        if home:
            yield _misplaced(text, above, name, home)
        # Only at the top and of the router is all known that LiteLLM reads.
        elif meant or above in ((), ("router_settings",)):
            yield _unknown(text, above, name, meant, settings)


def _home(name: str, above: tuple[Key, ...]) -> str:
    """The section that has such a name, where it is another one."""
    others = {section: names for section, names in _SECTIONS.items() if section not in above}
    return next((section for section, names in others.items() if name in names), "")


def _unknown(
    text: Text, above: tuple[Key, ...], name: str, meant: str, beside: Mapping[str, object]
) -> Finding:
    path = (*above, name)
    return found(
        text,
        path,
        "unknown-key",
        Severity.WARNING,
        f"'{name}' is no key that LiteLLM reads here",
        effect=_NO_MODELS if meant in (LIST_KEY, "litellm_params") else _IGNORED,
        cure=f"{meant}, if that was meant" if meant else "remove it, or correct its name",
        edits=text.with_key(path, meant) if meant and meant not in beside else (),
    )


def _misplaced(text: Text, above: tuple[Key, ...], name: str, home: str) -> Finding:
    path = (*above, name)
    where = f"under {above[0]}" if above else "at the left margin"
    if name != "master_key":
        return found(
            text,
            path,
            "misplaced-key",
            Severity.WARNING,
            f"{name} stands {where}",
            effect=_IGNORED,
            cure=f"move it under {home}:\n{home}:\n  {name}: …",
            edits=moved(text, path, (home,)),
        )
    return found(
        text,
        path,
        "misplaced-master-key",
        Severity.ERROR,
        f"master_key stands {where}",
        effect=f"{_IGNORED}: the proxy has no key, and since 1.104.0 does not start so",
        cure="move it under general_settings:\ngeneral_settings:\n  master_key: …",
        edits=moved(text, path, ("general_settings",)),
    )


def _entry_names(
    text: Text, above: tuple[Key, ...], entry: Mapping[str, object]
) -> Iterator[Finding]:
    for name in entry:
        if name in _BESIDE:
            continue
        if name in PARAMS | SENT and isinstance(entry.get("litellm_params"), dict):
            yield _beside(text, above, name)
        elif meant := near(name, ENTRY):
            yield _unknown(text, above, name, meant, entry)


def _beside(text: Text, above: tuple[Key, ...], name: str) -> Finding:
    path = (*above, name)
    return found(
        text,
        path,
        "misplaced-parameter",
        Severity.WARNING,
        f"{name} stands beside litellm_params, and not in it",
        effect=f"{_IGNORED}, and falls back to {FALLBACK}" if name == "api_base" else _IGNORED,
        cure=f"indent it below litellm_params:\nlitellm_params:\n  {name}: …",
        edits=moved(text, path, (*above, "litellm_params")),
    )


def _health_checks(document: Document, text: Text) -> Iterator[Finding]:
    path = ("general_settings", "background_health_checks")
    value = mapping(document.values.get(path[0])).get(path[1])
    if not value:
        return
    yield found(
        text,
        path,
        "background-health-checks",
        Severity.WARNING,
        "background_health_checks are on"
        + ("" if value is True else ": every text counts as true"),
        effect="LiteLLM sends each model a real request every few minutes: the runner loads "
        "it, and keeps it from being unloaded",
        cure="background_health_checks: false",
        edits=text.with_plain(path, "false"),
    )
