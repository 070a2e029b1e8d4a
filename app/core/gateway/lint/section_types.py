"""Sections of a form that LiteLLM stumbles over while it loads the file."""

from collections.abc import Iterator, Mapping
from typing import cast

from ..config_files import Document
from .model import STOPS, Finding, Severity
from .nodes import Key, Text, repeated
from .places import found
from .whole import mapping

_MAPPINGS = ("general_settings", "litellm_settings", "environment_variables")
_ROUTER = "router_settings"
_LISTS = ("guardrails", "credential_list")
_CHECKED = (*_MAPPINGS, _ROUTER)


def section_types(document: Document, text: Text) -> Iterator[Finding]:
    """Of one file; what stands in `model_list` is looked at elsewhere."""
    values = document.values
    for name in _MAPPINGS:
        if values.get(name) and not isinstance(values[name], dict):
            yield _form(text, name, "a mapping", STOPS + "AttributeError, without file or line")
    if values.get(_ROUTER) and not isinstance(values[_ROUTER], dict):
        yield _form(text, _ROUTER, "a mapping", "LiteLLM passes all of it by without a word")
    for name in _LISTS:
        if values.get(name) and not _is_list_of_mappings(values[name]):
            yield _form(text, name, "a list of mappings", STOPS + "AttributeError or TypeError, without file or line")
    yield from _callbacks(text, mapping(values.get("litellm_settings")))
    for name in _CHECKED:
        for path in _no_texts(values.get(name), (name,), set()):
            yield _no_text_key(text, path)
    yield from _repeated(text)


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


def _no_texts(value: object, path: tuple[Key, ...], seen: set[int]) -> Iterator[tuple[Key, ...]]:
    """The paths of keys that are no text, at any depth; an anchor is followed once."""
    if not isinstance(value, dict | list) or id(cast("object", value)) in seen:
        return
    seen.add(id(cast("object", value)))
    if isinstance(value, list):
        for number, inner in enumerate(cast("list[object]", value)):
            yield from _no_texts(inner, (*path, number), seen)
        return
    for key, inner in cast("dict[object, object]", value).items():
        if not isinstance(key, str):
            yield (*path, str(key))
        yield from _no_texts(inner, (*path, str(key)), seen)


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
