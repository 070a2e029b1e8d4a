"""The lines of a pull, read without trust, and how far all layers have come.

Shapes as of docker/model-runner: `pkg/distribution/internal/progress/reporter.go`. Where the
request's `Accept` is not exactly `application/json`, each line comes HTML-escaped.
"""

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import cast

from ..lanes import JsonValue

LONGEST_MESSAGE = 2000
"""Characters that are kept of a line's words."""
MOST_LAYERS = 500
MOST_WORDS = 50
"""Warnings, and errors, that are kept of one pull."""
LARGEST = 2**53


class LineKind(StrEnum):
    PROGRESS = "progress"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"
    BARE = "bare"
    """No JSON: the text that follows a late error, or what a proxy has put there."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One file of a model; bytes."""

    size: int = 0
    current: int = 0


@dataclass(frozen=True, slots=True)
class PullLine:
    """`total` is the bytes of all layers, 0 where the line does not tell."""

    kind: LineKind
    message: str
    total: int = 0
    layer_id: str = ""
    layer: Layer = Layer()


def read_line(text: str) -> PullLine | None:
    """One line of the stream; None where nothing stands in it."""
    stripped = text.strip()
    if not stripped:
        return None
    value = _object(stripped) or _object(html.unescape(stripped))
    if value is None:
        return PullLine(LineKind.BARE, stripped[:LONGEST_MESSAGE])
    layer = value.get("layer")
    layer = layer if isinstance(layer, dict) else {}
    return PullLine(
        kind=_kind(value.get("type")),
        message=_text(value.get("message")),
        total=_bytes(value.get("total")),
        layer_id=_text(layer.get("id")),
        layer=Layer(_bytes(layer.get("size")), _bytes(layer.get("current"))),
    )


@dataclass(slots=True)
class PullState:
    """All layers so far, in the order in which they were first told of."""

    layers: dict[str, Layer] = field(default_factory=dict[str, Layer])
    told_total: int = 0
    message: str = ""
    warnings: list[str] = field(default_factory=list[str])

    def take(self, line: PullLine) -> None:
        """Layers interleave, and a resumed pull begins where the earlier one was left."""
        self.message = line.message or self.message
        self.told_total = max(self.told_total, line.total)
        if line.kind is LineKind.WARNING:
            keep_word(self.warnings, line.message)
        known = line.layer_id in self.layers or len(self.layers) < MOST_LAYERS
        if line.kind is LineKind.PROGRESS and line.layer_id and known:
            self.layers[line.layer_id] = line.layer

    @property
    def done(self) -> int:
        """Bytes that have come, of all layers."""
        return sum(layer.current for layer in self.layers.values())

    @property
    def total(self) -> int:
        """Bytes of all layers; 0 while nobody knows."""
        return max(self.told_total, sum(layer.size for layer in self.layers.values()))


def keep_word(words: list[str], word: str) -> None:
    """The same word again says nothing new, and a stream of them may have no end."""
    if word not in words and len(words) < MOST_WORDS:
        words.append(word)


def _object(text: str) -> Mapping[str, JsonValue] | None:
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, JsonValue]", value) if isinstance(value, dict) else None


def _kind(value: JsonValue) -> LineKind:
    words = {kind.value: kind for kind in LineKind if kind is not LineKind.BARE}
    return words.get(value, LineKind.BARE) if isinstance(value, str) else LineKind.BARE


def _text(value: JsonValue) -> str:
    return value[:LONGEST_MESSAGE] if isinstance(value, str) else ""


def _bytes(value: JsonValue) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return 0
    return int(value) if 0 <= value < LARGEST else 0
