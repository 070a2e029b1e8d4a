"""A lane is one column on the screen: path, base URL, model and parameters.

Its text form is `[path:][model][@URL][?name=value&…]`, such as
`sdk:ai/smollm2@http://localhost:12434/engines/vllm?max_tokens=64`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias
from urllib.parse import parse_qsl, urlencode

from .secret import Secret

MODEL_PREFIX = "docker_model_runner/"
"""LiteLLM's provider prefix; a model may be given with it or without."""

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
Message = Mapping[str, JsonValue]
"""One chat message as OpenAI's API takes it: `role`, `content` and what else it needs."""

_HALVES = "surrogatepass"
"""Halves of characters, which a paste may hold, come back as they were."""


class Path(StrEnum):
    """How a request travels: straight to the engine, by a gateway, or by LiteLLM's real SDK.

    `sdk` is Quayside's own client, which asks the engine as LiteLLM's SDK does; `litellm`
    is that SDK itself, in a child process.
    """

    SDK = "sdk"
    PROXY = "proxy"
    LITELLM = "litellm"

    @property
    def to_engine(self) -> bool:
        """Whether the lane's base and key are the engine's, and not a gateway's."""
        return self is not Path.PROXY


class LaneSyntaxError(ValueError):
    """A lane text that cannot be read; the message says which part and why."""


@dataclass(frozen=True, slots=True)
class LaneText:
    """A lane as it was written: what is left out is filled in from the settings."""

    path: Path | None = None
    model: str = ""
    base: str = ""
    parameters: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])


@dataclass(frozen=True, slots=True)
class Lane:
    """A complete lane. `base` is in the form that the user gave; LiteLLM takes it as it is."""

    path: Path
    model: str
    base: str
    key: Secret = field(default_factory=Secret)
    parameters: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    stream: bool = True

    @property
    def label(self) -> str:
        """Short enough for a column head: `sdk · ai/smollm2`."""
        return f"{self.path} · {self.model}"

    @property
    def text(self) -> str:
        """The lane in its text form, complete and without the key."""
        written = {name: _plain(value) for name, value in self.parameters.items()}
        query = urlencode(written, errors=_HALVES)
        return f"{self.path}:{self.model}@{self.base}" + (f"?{query}" if query else "")


def parse_lane(text: str) -> LaneText:
    """Read a lane's text form.

    Raises `LaneSyntaxError` for an unknown path or a malformed parameter.
    """
    head, _, query = text.strip().partition("?")
    head, _, base = head.partition("@")
    path, model = _split_path(head)
    # A gateway's wildcard alias such as `docker_model_runner/*` wants the prefix.
    if path is None or path.to_engine:
        model = without_prefix(model)
    return LaneText(path, model, base.strip(), _parameters(query))


def without_prefix(model: str) -> str:
    """The model name that travels in the body: LiteLLM cuts its provider prefix off."""
    return model.removeprefix(MODEL_PREFIX)


def _split_path(head: str) -> tuple[Path | None, str]:
    word, colon, rest = head.strip().partition(":")
    if colon and word in set(Path):
        return Path(word), rest.strip()
    if not colon and word in set(Path):
        return Path(word), ""
    # `ai/smollm2:360M` has a colon too; a lone short word before it is a path misspelt.
    if colon and "/" not in word and "/" in rest and "." not in word:
        raise LaneSyntaxError(f"unknown path '{word}' in lane; known: {', '.join(Path)}")
    return None, head.strip()


def _parameters(query: str) -> dict[str, JsonValue]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query), errors=_HALVES)
    except ValueError as problem:
        raise LaneSyntaxError(f"cannot read lane parameters '{query}': {problem}") from problem
    return {name: _typed(value) for name, value in pairs}


def _typed(text: str) -> JsonValue:
    # Most lanes have no parameters, and a start does without.
    import json

    try:
        return json.loads(text)
    except ValueError:
        return text


def _plain(value: JsonValue) -> str:
    import json

    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
