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
class ToolCall:
    """A call that the model asks for, whole; `arguments` is JSON text as the model wrote it."""

    call_id: str
    name: str
    arguments: str


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
class Connection:
    """How a request got onto the wire."""

    reused: bool
    seconds: float
    """Spent on connecting, name resolution included; 0.0 for a connection that is used again."""
    sent_at: float
    """When the last byte of the request was handed to the system."""


@dataclass(frozen=True, slots=True)
class HeadersReceived:
    """Response status and headers; header names are in lower case.

    `at` is when the first byte of the response came. `connection` is None where
    the transport cannot tell: behind TLS, behind a web proxy, in a script.
    """

    at: float
    status: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    connection: Connection | None = None


@dataclass(frozen=True, slots=True)
class BytesReceived:
    """A piece of the body, as it came; told only to a reader who asks for it."""

    at: float
    data: bytes


@dataclass(frozen=True, slots=True)
class ReplyOpened:
    """The first chunk that belongs to the answer and says nothing yet, such as its role.

    Told at most once, and only before the first content. llama.cpp sends it in
    one packet with the first token: both have the same stamp then.
    """

    at: float


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
    | BytesReceived
    | ReplyOpened
    | TextDelta
    | ReasoningDelta
    | ToolCallDelta
    | Finished
    | Failed
)


def _per_second(count: int, milliseconds: float) -> float | None:
    return count / milliseconds * 1000 if milliseconds > 0 else None
