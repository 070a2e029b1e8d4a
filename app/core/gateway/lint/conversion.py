"""From LiteLLM's `config.yaml` to the file of `docker model gateway`, and back.

Both have a `model_list`; the gateway calls an entry's parameters `params` and knows the shell's
`${NAME}` besides `os.environ/NAME`. Source: docker/model-runner, `cmd/cli/` and its gateway.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import cast

from yaml.nodes import MappingNode

from .model import Edit
from .nodes import Text, apply, read_nodes, scalars

_WHOLE = re.compile(r"\$\{(\w+)\}\Z")
_LITELLM_KEY, _GATEWAY_KEY = "litellm_params", "params"
_ONLY_LITELLM = ("litellm_settings", "router_settings", "environment_variables", "include")


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
    keys = [key for entry in _entries(read_nodes(file, text)) for key in _names(entry)]
    return Flavour.GATEWAY if _GATEWAY_KEY in keys and _LITELLM_KEY not in keys else Flavour.LITELLM


def convert(file: Path, text: str) -> Conversion:
    """To the other flavour; comments and order stay as they are."""
    nodes = read_nodes(file, text)
    if flavour_of(file, text) is Flavour.GATEWAY:
        edits = _renamed(nodes, _GATEWAY_KEY, _LITELLM_KEY) + _variables(nodes)
        return Conversion(Flavour.LITELLM, apply(text, [edits]), _halves(nodes))
    edits = _renamed(nodes, _LITELLM_KEY, _GATEWAY_KEY)
    return Conversion(Flavour.GATEWAY, apply(text, [edits]), _left_behind(nodes))


def _renamed(nodes: Text, before: str, after: str) -> list[Edit]:
    return [
        edit
        for number in range(len(_entries(nodes)))
        for edit in nodes.with_key(("model_list", number, before), after)
    ]


def _variables(nodes: Text) -> list[Edit]:
    return [
        edit
        for path, value in scalars(nodes.root)
        if (found := _WHOLE.match(value))
        for edit in nodes.with_value(path, f"os.environ/{found.group(1)}")
    ]


def _halves(nodes: Text) -> tuple[str, ...]:
    return tuple(
        f"line {nodes.line_of(path)}: LiteLLM puts no variable into a part of a value"
        for path, value in scalars(nodes.root)
        if "${" in value and not _WHOLE.match(value)
    )


def _left_behind(nodes: Text) -> tuple[str, ...]:
    present = [name for name in _ONLY_LITELLM if nodes.pair((name,)) is not None]
    return tuple(f"`{name}` means nothing to the gateway" for name in present)


def _entries(nodes: Text) -> Sequence[MappingNode]:
    found = nodes.pair(("model_list",))
    items: object = getattr(found[1], "value", None) if found else None
    every = cast("list[object]", items) if isinstance(items, list) else []
    return [one for one in every if isinstance(one, MappingNode)]


def _names(entry: MappingNode) -> list[str]:
    return [str(key.value) for key, _ in entry.value]
