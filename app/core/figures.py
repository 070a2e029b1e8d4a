"""What one reply cost, from its events: TTFT, counts and speeds, each with its clock."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from .events import (
    BytesReceived,
    Event,
    Failed,
    Finished,
    HeadersReceived,
    Phase,
    PhaseEntered,
    ReasoningDelta,
    ReplyOpened,
    RequestSent,
    TextDelta,
    Timings,
    ToolCall,
    ToolCallDelta,
    Usage,
)
from .failures import Failure


class Clock(StrEnum):
    """Whose clock a speed comes from; the server's own is preferred."""

    SERVER = "server"
    CLIENT = "client"


@dataclass(slots=True)
class ReplyTally:
    """Gathers a reply's text and times while its events pass by; seconds throughout."""

    text_parts: list[str] = field(default_factory=list[str])
    reasoning_parts: list[str] = field(default_factory=list[str])
    tool_deltas: list[ToolCallDelta] = field(default_factory=list[ToolCallDelta])
    phase: Phase = Phase.CONNECTING
    started_at: float | None = None
    headers_at: float | None = None
    first_content_at: float | None = None
    reasoning_at: float | None = None
    text_at: float | None = None
    last_at: float | None = None
    deltas: int = 0
    headers: dict[str, str] = field(default_factory=dict[str, str])
    reason: str = ""
    usage: Usage | None = None
    timings: Timings | None = None
    served_model: str = ""
    failure: Failure | None = None

    def note(self, event: Event) -> None:
        """Take one event in. Events must come in the order in which they happened."""
        self.last_at = event.at
        match event:
            case PhaseEntered(phase=phase):
                self.phase = phase
                self.started_at = event.at if self.started_at is None else self.started_at
            case RequestSent():
                self.started_at = event.at
            case HeadersReceived():
                self.headers_at = event.at
                self.headers = dict(event.headers)
            case TextDelta(text=text):
                self._note_content(event.at)
                self.text_at = event.at if self.text_at is None else self.text_at
                self.text_parts.append(text)
            case ReasoningDelta(text=text):
                self._note_content(event.at)
                self.reasoning_at = event.at if self.reasoning_at is None else self.reasoning_at
                self.reasoning_parts.append(text)
            case ToolCallDelta():
                self._note_content(event.at)
                self.tool_deltas.append(event)
            case Finished():
                self.reason = event.reason
                self.usage, self.timings = event.usage, event.timings
                self.served_model = event.served_model
                self.gather()
            case Failed(failure=failure):
                self.failure = failure
                self.gather()
            case BytesReceived() | ReplyOpened():
                pass

    def gather(self) -> None:
        """Hold in one piece what came in many: a string a token takes ten times the room."""
        self.text_parts = [self.text]
        self.reasoning_parts = [self.reasoning]

    def _note_content(self, at: float) -> None:
        self.deltas += 1
        if self.first_content_at is None:
            self.first_content_at = at

    @property
    def text(self) -> str:
        return "".join(self.text_parts)

    @property
    def reasoning(self) -> str:
        return "".join(self.reasoning_parts)

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        """The calls that the model asked for, so far, in their order."""
        return whole_calls(self.tool_deltas)

    @property
    def settled(self) -> bool:
        return bool(self.reason) or self.failure is not None

    @property
    def ttft(self) -> float | None:
        """Request sent to the first delta with content; role-only chunks do not count."""
        return _between(self.started_at, self.first_content_at)

    @property
    def time_to_headers(self) -> float | None:
        return _between(self.started_at, self.headers_at)

    @property
    def reasoning_time(self) -> float | None:
        """From the first delta of reasoning to the answer's first; None where either is missing."""
        return _between(self.reasoning_at, self.text_at)

    @property
    def elapsed(self) -> float | None:
        return _between(self.started_at, self.last_at)

    @property
    def completion_tokens(self) -> int | None:
        """As the server counts; chunks are never counted as tokens."""
        if self.usage is not None:
            return self.usage.completion_tokens
        return self.timings.predicted_n if self.timings is not None else None

    @property
    def decode_speed(self) -> tuple[float, Clock] | None:
        """Tokens a second after the first one, and whose clock measured it.

        While a reply streams, and where the server gives no count, the client's
        deltas stand in for tokens: then the clock is the client's.
        """
        if self.timings is not None and self.timings.predicted_per_second:
            return self.timings.predicted_per_second, Clock.SERVER
        seconds = _between(self.first_content_at, self.last_at)
        tokens = self.completion_tokens or self.deltas
        if not seconds or tokens < 2:
            return None
        return (tokens - 1) / seconds, Clock.CLIENT


def whole_calls(deltas: Iterable[ToolCallDelta]) -> tuple[ToolCall, ...]:
    """Put calls together from their pieces. Id and name come once, the arguments in parts."""
    pieces: dict[int, list[ToolCallDelta]] = {}
    for delta in deltas:
        pieces.setdefault(delta.index, []).append(delta)
    return tuple(
        ToolCall(
            call_id=next((one.call_id for one in parts if one.call_id), ""),
            name=next((one.name for one in parts if one.name), ""),
            arguments="".join(one.arguments for one in parts),
        )
        for _, parts in sorted(pieces.items())
    )


def _between(start: float | None, end: float | None) -> float | None:
    return None if start is None or end is None else end - start
