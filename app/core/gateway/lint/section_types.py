"""Sections of a form that LiteLLM stumbles over while it loads the file."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from yaml.nodes import ScalarNode

from ..config_files import Document
from ..config_values import PREFIX
from .model import STOPS, Finding, Severity
from .nodes import Key, Text, repeated
from .places import found, shown
from .values import holds_itself, mapping

_MAPPINGS = ("general_settings", "litellm_settings", "environment_variables")
_ROUTER = "router_settings"
_LISTS = ("guardrails", "credential_list")
_STUMBLES = STOPS + "AttributeError or TypeError, without file or line"
_CHECKED = (*_MAPPINGS, _ROUTER)


def section_types(document: Document, text: Text) -> Iterator[Finding]:
    """Of one file; what stands in `model_list` is looked at elsewhere."""
    values = document.values
    for name in _MAPPINGS:
        if _is_there(values.get(name)) and not isinstance(values[name], dict):
            yield _form(text, name, "a mapping", _STUMBLES)
    if _is_there(values.get(_ROUTER)) and not isinstance(values[_ROUTER], dict):
        yield _form(text, _ROUTER, "a mapping", "LiteLLM passes all of it by without a word")
    for name in _LISTS:
        if _is_there(values.get(name)) and not _is_list_of_mappings(values[name]):
            yield _form(
                text,
                name,
                "a list of mappings",
                STOPS + "AttributeError or TypeError, without file or line",
            )
    yield from _callbacks(text, mapping(values.get("litellm_settings")))
    for name in _CHECKED:
        if isinstance(values.get(name), dict):
            yield from _contents(text, name, values[name])
    yield from _repeated(text)


def _contents(text: Text, name: str, value: object) -> Iterator[Finding]:
    if holds_itself(value):
        yield _loop(text, name)
    for path, inner in _pairs(value, (name,), set()):
        if isinstance(inner, date | bytes | set):
            yield _date(text, _keys(path))
        if not isinstance(path[-1], str | _Place):
            yield _no_text_key(text, _keys(path))


def _callbacks(text: Text, settings: Mapping[str, object]) -> Iterator[Finding]:
    path = ("litellm_settings", "callbacks")
    if "callbacks" in settings and settings["callbacks"] is None:
        yield found(
            text,
            path,
            "no-callbacks",
            Severity.ERROR,
            "callbacks has no value",
            effect=STOPS + "AttributeError: 'NoneType' object has no attribute 'startswith'",
            cure="callbacks: [], or remove it",
        )


def _is_there(value: object) -> bool:
    """Of a section; a variable in its place is told where it is unset."""
    return bool(value) and not (isinstance(value, str) and value.startswith(PREFIX))


def _form(text: Text, name: str, wanted: str, effect: str) -> Finding:
    return found(
        text,
        (name,),
        "section-form",
        Severity.ERROR,
        f"{name} is not {wanted}",
        effect=effect,
        cure=f"write {name}: and below it, indented, one `name: value` a line",
    )


def _is_list_of_mappings(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) for one in cast("list[object]", value)
    )


def _pairs(
    value: object, path: tuple[object, ...], seen: set[int]
) -> Iterator[tuple[tuple[object, ...], object]]:
    """Every value below `value`, by its path of raw keys; an anchor is followed once."""
    if not isinstance(value, dict | list) or id(cast("object", value)) in seen:
        return
    seen.add(id(cast("object", value)))
    listed = cast("list[object]", value) if isinstance(value, list) else []
    pairs = cast("dict[object, object]", value) if isinstance(value, dict) else {}
    for key, inner in (*pairs.items(), *((_Place(at), one) for at, one in enumerate(listed))):
        yield (*path, key), inner
        yield from _pairs(inner, (*path, key), seen)


class _Place(int):
    """A place in a list, and no key that is a number."""


def _keys(path: tuple[object, ...]) -> tuple[Key, ...]:
    return tuple(part if isinstance(part, _Place) else str(part) for part in path)


def _no_text_key(text: Text, path: tuple[Key, ...]) -> Finding:
    return found(
        text,
        path,
        "no-text-key",
        Severity.ERROR,
        f"the name {path[-1]} is no text",
        effect=STOPS + "ValidationError, with a page of Python types",
        cure=f"put it in quotes: '{path[-1]}'",
        edits=text.with_key(path, f"'{path[-1]}'"),
    )


def _loop(text: Text, name: str) -> Finding:
    return found(
        text,
        (name,),
        "loop",
        Severity.ERROR,
        f"{name} holds an anchor within itself",
        effect=STOPS + "ValidationError, with a page of Python types",
        cure="remove the `*` that stands within its own `&`",
    )


def _date(text: Text, path: tuple[Key, ...]) -> Finding:
    there = text.own(path)
    written = str(there[1].value) if there and isinstance(there[1], ScalarNode) else ""
    return found(
        text,
        path,
        "date",
        Severity.ERROR,
        f"{path[-1]} is a date, or of another type that JSON does not know",
        effect=STOPS + "ValidationError, with a page of Python types",
        cure=f"put it in quotes: {path[-1]}: '{shown(path, written)}'",
        edits=text.with_plain(path, f"'{written}'") if written.isprintable() and written else (),
    )


def _repeated(text: Text) -> Iterator[Finding]:
    for path in repeated(text.root):
        # At the left margin the reader of the file says so itself.
        if len(path) > 1:
            yield found(
                text,
                path,
                "repeated-key",
                Severity.WARNING,
                f"`{path[-1]}` stands here for the second time",
                effect="LiteLLM takes the last one alone",
                cure="remove one of them",
            )
