"""From the pieces of a response body to the events of a reply; does no input or output."""

from collections.abc import Mapping

from ..events import Event, Failed, Finished, Phase, PhaseEntered, ReplyOpened
from ..lanes import Lane
from .causes import StreamFault, explain_exception, explain_response, explain_stream
from .chunks import ReplyReader
from .jsontext import JsonObject, NotJson, as_object, read_json
from .sse import SseDecoder, SseEvent, SseOverflow
from .unpacking import is_damage
from .wire_request import WireRequest

KEPT_BYTES = 4096
_DONE = "[DONE]"


class StreamReading:
    """Reads one event stream. Once `outcome` is set, the reply is over."""

    def __init__(self, lane: Lane, request: WireRequest, headers: Mapping[str, str]) -> None:
        self.outcome: Finished | Failed | None = None
        self._lane = lane
        self._request = request
        self._headers = headers
        self._decoder = SseDecoder()
        self._reader = ReplyReader()
        self._opened = False
        self._streaming = False
        self._kept = b""

    def take(self, at: float, piece: bytes) -> list[Event]:
        """The events in the next bytes, which were read at `at`; the outcome is not among them."""
        self._kept = (self._kept + piece[-KEPT_BYTES:])[-KEPT_BYTES:]
        events: list[Event] = []
        try:
            for one in self._decoder.feed(piece):
                events += self._take_event(at, one)
                if self.outcome is not None:
                    break
        except SseOverflow as problem:
            self._fail(at, StreamFault.OVERSIZED, str(problem))
        return events

    def end(self, at: float) -> list[Event]:
        """The server closed the stream: what was left in it. Sets the outcome."""
        events: list[Event] = []
        if self.outcome is not None:
            # The decoder may still hold what was too much.
            return events
        for one in self._decoder.finish():
            events += self._take_event(at, one, whole=False)
        if self.outcome is None:
            self._settle(at)
        return events

    def broke(self, at: float, problem: Exception) -> None:
        """The connection broke. An answer that had given its finish_reason is whole."""
        if self.outcome is None and is_damage(problem) and not self._reader.reason:
            self.outcome = Failed(at, explain_exception(self._lane, self._request, problem))
        elif self.outcome is None:
            self._settle(at, f"{type(problem).__name__}: {problem}")

    def _take_event(self, at: float, one: SseEvent, *, whole: bool = True) -> list[Event]:
        if self.outcome is not None:
            return []
        if one.fields and (error := one.fields.get("error")) is not None:
            self._fail(at, StreamFault.ENGINE_ERROR, raw=error)
            return []
        try:
            chunk = read_json(one.data)
        except NotJson as problem:
            if one.data.strip() == _DONE:
                self._settle(at)
            elif whole:
                self._fail(at, StreamFault.MALFORMED, str(problem), one.data)
            return []
        return self._take_chunk(at, as_object(chunk), one)

    def _take_chunk(self, at: float, chunk: JsonObject, one: SseEvent) -> list[Event]:
        if chunk.get("error") or one.event == "error":
            self._fail(at, StreamFault.ENGINE_ERROR, raw=one.data)
            return []
        events = self._reader.read(at, chunk)
        if self._streaming:
            return events
        if events:
            self._streaming = True
            return [PhaseEntered(at, Phase.STREAMING), *events]
        if self._reader.choices and not self._opened:
            self._opened = True
            return [ReplyOpened(at)]
        return []

    def _settle(self, at: float, detail: str = "") -> None:
        if self._reader.reason:
            self.outcome = self._reader.finished(at)
        elif self._reader.chunks == 0:
            self._settle_without_chunks(at, detail)
        else:
            self._fail(at, StreamFault.TRUNCATED, detail)

    def _settle_without_chunks(self, at: float, detail: str) -> None:
        kept = self._kept.strip()
        if detail:
            self._fail(at, StreamFault.TRUNCATED, detail)
        elif not kept or kept.endswith(_DONE.encode()):
            self._fail(at, StreamFault.EMPTY)
        elif kept.startswith(b"<"):
            self._fail(at, StreamFault.HTML)
        elif kept.startswith(b"{"):
            failure = explain_response(self._lane, self._request, 200, self._headers, kept)
            self.outcome = Failed(at, failure)
        else:
            self._fail(at, StreamFault.TRUNCATED, "no event was complete")

    def _fail(
        self, at: float, fault: StreamFault, detail: str = "", raw: str | None = None
    ) -> None:
        shown = self._kept.decode("utf-8", "replace") if raw is None else raw
        self.outcome = Failed(
            at,
            explain_stream(
                self._lane,
                self._request,
                fault,
                headers=self._headers,
                raw=shown[-KEPT_BYTES:],
                detail=detail,
            ),
        )


def read_whole(
    lane: Lane, request: WireRequest, headers: Mapping[str, str], at: float, body: bytes
) -> list[Event]:
    """The events of an answer that came in one piece; the last one is its outcome."""

    def failed(fault: StreamFault, detail: str = "") -> list[Event]:
        raw = body[:KEPT_BYTES].decode("utf-8", "replace")
        failure = explain_stream(lane, request, fault, headers=headers, raw=raw, detail=detail)
        return [Failed(at, failure)]

    if not body.strip():
        return failed(StreamFault.EMPTY)
    try:
        answer = as_object(read_json(body))
    except NotJson as problem:
        html = body.lstrip().startswith(b"<")
        return failed(StreamFault.HTML if html else StreamFault.MALFORMED_ANSWER, str(problem))
    if answer.get("error") or answer.get("object") == "error":
        return [Failed(at, explain_response(lane, request, 200, headers, body[:KEPT_BYTES]))]
    reader = ReplyReader()
    events = reader.read(at, answer)
    if not reader.choices:
        return failed(StreamFault.NO_CHOICES)
    # An engine that leaves the reason out has still given its whole answer.
    reader.reason = reader.reason or "unknown"
    return [PhaseEntered(at, Phase.STREAMING), *events, reader.finished(at)]
