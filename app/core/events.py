"""What happens while one lane answers one turn, in the order in which it happens.

A reply is an asynchronous stream of these events. It starts with `PhaseEntered`
and ends with exactly one of `Finished` and `Failed`, unless its reader stops
early. `at` is `time.monotonic()` in seconds, taken where the bytes were read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .failures import Failure


class Phase(StrEnum):
    """What a waiting user is waiting for."""

    CONNECTING = "connecting"
    LOADING = "loading model"
    PREFILL = "prefill"
    STREAMING = "streaming"


@dataclass(frozen=True, slots=True)
class Usage:
    """Token counts as the server states them."""

    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Timings:
    """llama.cpp's own clock: counts in tokens, times in milliseconds."""

    cache_n: int
    prompt_n: int
    prompt_ms: float
    predicted_n: int
    predicted_ms: float

    @property
    def prompt_per_second(self) -> float | None:
        return _per_second(self.prompt_n, self.prompt_ms)

    @property
    def predicted_per_second(self) -> float | None:
        return _per_second(self.predicted_n, self.predicted_ms)


@dataclass(frozen=True, slots=True)
class PhaseEntered:
    at: float
    phase: Phase
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RequestSent:
    """The request as it left; headers are left out because they hold the key."""

    at: float
    method: str
    url: str
    body: bytes


@dataclass(frozen=True, slots=True)
class HeadersReceived:
    """Response status and headers; header names are in lower case."""

    at: float
    status: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class TextDelta:
    at: float
    text: str


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    at: float
    text: str


@dataclass(frozen=True, slots=True)
class ToolCallDelta:
    """A piece of a tool call; `arguments` is a fragment of JSON text."""

    at: float
    index: int
    call_id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Finished:
    at: float
    reason: str
    usage: Usage | None = None
    timings: Timings | None = None
    served_model: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    at: float
    failure: Failure


Event = (
    PhaseEntered
    | RequestSent
    | HeadersReceived
    | TextDelta
    | ReasoningDelta
    | ToolCallDelta
    | Finished
    | Failed
)


def _per_second(count: int, milliseconds: float) -> float | None:
    return count / milliseconds * 1000 if milliseconds > 0 else None
