"""What stands beside the models: names that nobody reads, and settings with a price."""

from collections.abc import Iterator, Mapping
from typing import cast

from ..config_files import Document
from .known_names import ENTRY, ROUTER, TOP_LEVEL, near
from .model import Finding, Severity
from .nodes import Key, Text

_IGNORED = "LiteLLM passes it by without a word"


def section_findings(document: Document, text: Text) -> Iterator[Finding]:
    """Of one file, includes aside."""
    yield from _unknown(document, text, (), frozenset(document.values), TOP_LEVEL)
    router = _mapping(document, "router_settings")
    yield from _unknown(document, text, ("router_settings",), frozenset(router), ROUTER)
    for deployment, _ in enumerate(document.deployments):
        value = document.deployments[deployment].value
        names = frozenset(map(str, cast("dict[object, object]", value))) if _is(value) else ()
        yield from _unknown(document, text, ("model_list", deployment), frozenset(names), ENTRY)
    yield from _misplaced_key(document, text)
    yield from _health_checks(document, text)


def _unknown(
    document: Document,
    text: Text,
    above: tuple[Key, ...],
    names: frozenset[str],
    known: frozenset[str],
) -> Iterator[Finding]:
    for name in sorted(names - known):
        meant = near(name, known)
        # At the top, LiteLLM reads a closed set; elsewhere only a slip of the pen is one.
        if not meant and above:
            continue
        path = (*above, name)
        yield Finding(
            rule="unknown-key",
            severity=Severity.WARNING,
            file=document.file,
            line=text.line_of(path),
            text=f"'{name}' is no key that LiteLLM reads here",
            effect=_IGNORED if meant not in ("model_list", "litellm_params") else _NO_MODELS,
            cure=f"{meant}, if that was meant" if meant else "remove it, or correct its name",
            edits=text.with_key(path, meant) if meant and meant not in names else (),
        )


_NO_MODELS = "LiteLLM passes it by: the models in it are not served"


def _misplaced_key(document: Document, text: Text) -> Iterator[Finding]:
    for section in ("litellm_settings", "router_settings"):
        if "master_key" in _mapping(document, section):
            yield Finding(
                rule="misplaced-master-key",
                severity=Severity.ERROR,
                file=document.file,
                line=text.line_of((section, "master_key")),
                text=f"master_key stands under {section}",
                effect=f"{_IGNORED}: the proxy has no key, and since 1.104.0 does not start so",
                cure="move it under general_settings",
            )


def _health_checks(document: Document, text: Text) -> Iterator[Finding]:
    if _mapping(document, "general_settings").get("background_health_checks") is True:
        path = ("general_settings", "background_health_checks")
        yield Finding(
            rule="background-health-checks",
            severity=Severity.WARNING,
            file=document.file,
            line=text.line_of(path),
            text="background_health_checks are on",
            effect="LiteLLM sends each model a real request every few minutes: the runner loads "
            "it, and keeps it from being unloaded",
            cure="background_health_checks: false",
            edits=text.with_plain(path, "false"),
        )


def _mapping(document: Document, name: str) -> Mapping[str, object]:
    value = document.values.get(name)
    if not _is(value):
        return {}
    return {str(key): one for key, one in cast("dict[object, object]", value).items()}


def _is(value: object) -> bool:
    return isinstance(value, dict)
