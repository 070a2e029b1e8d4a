"""From LiteLLM's `config.yaml` to the file of `docker model gateway`, and back.

Both have a `model_list`; the gateway calls an entry's parameters `params`, knows the shell's
`${NAME}` besides `os.environ/NAME`, keeps retries and fallbacks under `general_settings`, and has
another base where none is named. Source: docker/model-runner, `model-cli/src/config.rs` and
`providers/mod.rs` at 642c7211.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import cast

from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from ...lanes import MODEL_PREFIX
from .base_rules import RUNNER
from .model import Edit
from .moving import moved
from .nodes import Key, Text, apply, read_nodes, scalars

_WHOLE = re.compile(r"\$\{(\w+)\}\Z")
_LITELLM_KEY, _GATEWAY_KEY = "litellm_params", "params"
_LIST, _GENERAL, _ROUTER, _MODULE = (
    "model_list",
    "general_settings",
    "router_settings",
    "litellm_settings",
)
_OWN = "gateway_settings"
_SHARED = ("num_retries", "fallbacks")
_VARIABLES = "environment_variables"
_GATEWAY_SECTIONS = frozenset([_LIST, _GENERAL, _OWN, _VARIABLES])
_GATEWAY_GENERAL = frozenset(["master_key", "request_timeout", *_SHARED])
_GATEWAY_PARAMS = frozenset(
    ["model", "api_key", "api_base", "api_version", "timeout", "max_retries"]
)


# Keys with the section in which each program looks for them.
_TO_LITELLM = (
    *((section, name, _ROUTER) for section in (_GENERAL, _OWN) for name in _SHARED),
    (_OWN, "drop_params", _MODULE),
)
_TO_GATEWAY = tuple((section, name, _GENERAL) for section in (_ROUTER, _MODULE) for name in _SHARED)


class Flavour(StrEnum):
    """Which program a file is written for."""

    LITELLM = "LiteLLM"
    GATEWAY = "docker model gateway"


@dataclass(frozen=True, slots=True)
class Conversion:
    """`notes` tell what does not come along."""

    to: Flavour
    text: str
    notes: tuple[str, ...] = ()


def flavour_of(file: Path, text: str) -> Flavour:
    """The gateway's where entries have `params` and none has `litellm_params`."""
    return _flavour(read_nodes(file, text))


def _flavour(nodes: Text) -> Flavour:
    keys = {key for number in _entries(nodes) for key in _names(nodes, (_LIST, number))}
    return Flavour.GATEWAY if _GATEWAY_KEY in keys and _LITELLM_KEY not in keys else Flavour.LITELLM


def convert(file: Path, text: str) -> Conversion:
    """To the other flavour; comments and order stay as they are."""
    nodes = read_nodes(file, text)
    if _flavour(nodes) is Flavour.GATEWAY:
        changed = _moved_all(_edited(nodes, _to_litellm(nodes)), _TO_LITELLM)
        return Conversion(Flavour.LITELLM, changed, _halves(nodes))
    notes = (*_entry_notes(nodes), *_left_behind(nodes))
    changed = _moved_all(_edited(nodes, _to_gateway(nodes)), _TO_GATEWAY)
    return Conversion(Flavour.GATEWAY, changed, notes)


def _moved_all(nodes: Text, moves: Sequence[tuple[str, str, str]]) -> str:
    """One after the other: the first one makes the section into which the next one goes."""
    for section, name, to in moves:
        nodes = _edited(nodes, [moved(nodes, (section, name), (to,))])
    return nodes.text


def _edited(nodes: Text, edits: Iterable[Sequence[Edit]]) -> Text:
    # Reading is dear in a file that is nested deeply.
    text = apply(nodes.text, edits)
    return nodes if text == nodes.text else read_nodes(nodes.file, text)


def _to_litellm(nodes: Text) -> Iterator[Sequence[Edit]]:
    yield from _renamed(nodes, _GATEWAY_KEY, _LITELLM_KEY)
    for path, value in scalars(nodes.root):
        if found := _WHOLE.match(value):
            yield nodes.with_value(path, f"os.environ/{found.group(1)}")
    for number in _entries(nodes):
        yield _named_base(nodes, (_LIST, number, _GATEWAY_KEY))


def _to_gateway(nodes: Text) -> Iterator[Sequence[Edit]]:
    yield from _renamed(nodes, _LITELLM_KEY, _GATEWAY_KEY)
    for number in _entries(nodes):
        path = (_LIST, number, _LITELLM_KEY)
        if nodes.pair((*path, "api_base")) is None:
            yield nodes.with_key((*path, "base_url"), "api_base")
    for name in _names(nodes, (_VARIABLES,)):
        yield _as_text(nodes, (_VARIABLES, name))


def _renamed(nodes: Text, before: str, after: str) -> Iterator[Sequence[Edit]]:
    return (nodes.with_key((_LIST, number, before), after) for number in _entries(nodes))


def _named_base(nodes: Text, path: tuple[Key, ...]) -> Sequence[Edit]:
    """The gateway's own base, where LiteLLM would take another."""
    model = nodes.pair((*path, "model"))
    there = nodes.pair((*path, "api_base")) is not None
    if there or model is None or not str(model[1].value).startswith(MODEL_PREFIX):
        return ()
    return nodes.with_line_below((*path, "model"), f"api_base: {RUNNER}")


def _as_text(nodes: Text, path: tuple[Key, ...]) -> Sequence[Edit]:
    """Quotes round a number, which the gateway takes for no value of a variable."""
    found = nodes.own(path)
    if found is None or not isinstance(found[1], ScalarNode) or found[1].style is not None:
        return ()
    is_text = found[1].tag == "tag:yaml.org,2002:str"
    return () if is_text else nodes.with_plain(path, f"'{found[1].value}'")


def _halves(nodes: Text) -> tuple[str, ...]:
    return tuple(
        f"line {nodes.line_of(path)}: LiteLLM puts no variable into a part of a value"
        for path, value in scalars(nodes.root)
        if "${" in value and not _WHOLE.match(value)
    )


def _entry_notes(nodes: Text) -> Iterator[str]:
    for number in _entries(nodes):
        path = (_LIST, number, _LITELLM_KEY)
        for name in _names(nodes, path):
            if name not in _GATEWAY_PARAMS and name != "base_url":
                line = nodes.line_of((*path, name))
                yield f"line {line}: `{name}` means nothing to the gateway"
        yield from _model_notes(nodes, (*path, "model"))


def _model_notes(nodes: Text, path: tuple[Key, ...]) -> Iterator[str]:
    found = nodes.pair(path)
    model = str(found[1].value) if found and isinstance(found[1], ScalarNode) else ""
    if "*" in model:
        yield f"line {nodes.line_of(path)}: the gateway knows no wildcards: name each model"
    if model and "/" not in model:
        line = nodes.line_of(path)
        yield f"line {line}: the gateway sends a model without a provider to OpenAI"


def _left_behind(nodes: Text) -> Iterator[str]:
    for section in _names(nodes, ()):
        names = _names(nodes, (section,))
        come = [name for name in names if _comes_along(nodes, section, name)]
        if section not in _GATEWAY_SECTIONS and (not come or come != names):
            yield f"`{section}` means nothing to the gateway"
    for name in _names(nodes, (_GENERAL,)):
        if name not in _GATEWAY_GENERAL:
            line = nodes.line_of((_GENERAL, name))
            yield f"line {line}: `{name}` means nothing to the gateway"


def _comes_along(nodes: Text, section: str, name: str) -> bool:
    wanted = (section, name, _GENERAL) in _TO_GATEWAY
    return wanted and bool(moved(nodes, (section, name), (_GENERAL,)))


def _entries(nodes: Text) -> Iterable[int]:
    found = nodes.pair((_LIST,))
    if found is None or not isinstance(found[1], SequenceNode):
        return ()
    items = cast("list[object]", found[1].value)
    return [number for number, one in enumerate(items) if isinstance(one, MappingNode)]


def _names(nodes: Text, path: Sequence[Key]) -> list[str]:
    found = nodes.pair(path)
    node = found[1] if found else nodes.root if not path else None
    if not isinstance(node, MappingNode):
        return []
    return list(dict.fromkeys(str(key.value) for key, _ in node.value))
