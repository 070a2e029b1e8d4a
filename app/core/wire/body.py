"""Reading a response body within bounds, piece by piece, and closing it for sure."""

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

import httpx

from ..events import (
    BytesReceived,
    Event,
    Failed,
    Finished,
    HeadersReceived,
    Phase,
    PhaseEntered,
)
from ..lanes import Lane
from .causes import StreamFault, explain_exception, explain_response, explain_stream
from .reading import KEPT_BYTES, StreamReading, read_whole
from .request import wants_stream
from .stamps import Stamps, stamps_of
from .unpacking import is_damage, unpacked
from .wire_request import WireRequest

ERROR_LIMIT = 64 * 1024
ANSWER_LIMIT = 32 * 1024 * 1024
_DRAIN_SECONDS = 0.1

Batches = AsyncGenerator[Sequence[Event], None]
"""Events that became known at once: a packet of many chunks goes up the call chain in one step."""
Pieces = AsyncGenerator[tuple[float, bytes], None]


@dataclass(slots=True)
class ResponseReader:
    """The events of a response, from its headers to its outcome. The caller closes the response."""

    lane: Lane
    request: WireRequest
    response: httpx.Response
    headers: Mapping[str, str]
    raw: bool = False
    """Whether the pieces of the body are told as they came."""
    _stamps: Stamps | None = None
    _gathered: bytearray = field(default_factory=bytearray)

    async def batches(self) -> Batches:
        stamps = self._stamps = stamps_of(self.response)
        at = time.monotonic() if stamps is None else stamps.first_byte_at
        connection = None if stamps is None else stamps.connection()
        yield [HeadersReceived(at, self.response.status_code, self.headers, connection)]
        if self.response.is_success:
            yield [PhaseEntered(at, Phase.PREFILL)]
        async with aclosing(self._read()) as batches:
            async for batch in batches:
                yield batch

    def _read(self) -> Batches:
        if not self.response.is_success:
            return self._error()
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "text/event-stream":
            return self._stream()
        if kind.endswith("json") and "ndjson" not in kind:
            return self._answer()
        if not kind:
            return self._stream() if wants_stream(self.lane) else self._answer()
        return self._foreign()

    async def _stream(self) -> Batches:
        reading = StreamReading(self.lane, self.request, self.headers)
        try:
            async with aclosing(self._pieces()) as pieces:
                async for at, piece in pieces:
                    if self.raw:
                        yield [BytesReceived(at, piece)]
                    if events := reading.take(at, piece):
                        yield events
                    if reading.outcome is not None:
                        yield await self._left_over(pieces)
                        break
            yield reading.end(self._now())
        except httpx.HTTPError as problem:
            reading.broke(time.monotonic(), problem)
        if reading.outcome is not None:
            yield [reading.outcome]

    async def _answer(self) -> Batches:
        try:
            async with aclosing(self._gather(ANSWER_LIMIT)) as batches:
                async for batch in batches:
                    yield batch
        except httpx.HTTPError as problem:
            yield self._cut(problem)
            return
        if len(self._gathered) > ANSWER_LIMIT:
            detail = f"more than {ANSWER_LIMIT} bytes in one answer"
            yield [self._failed(StreamFault.OVERSIZED, detail=detail)]
            return
        body = bytes(self._gathered)
        yield read_whole(self.lane, self.request, self.headers, self._now(), body)

    def _cut(self, problem: httpx.HTTPError) -> Sequence[Event]:
        """The connection broke. An answer that was whole before stays one."""
        body = bytes(self._gathered)
        events = read_whole(self.lane, self.request, self.headers, self._now(), body)
        if isinstance(events[-1], Finished):
            return events
        if is_damage(problem):
            return [Failed(self._now(), explain_exception(self.lane, self.request, problem))]
        detail = f"{type(problem).__name__}: {problem}"
        return [self._failed(StreamFault.TRUNCATED, detail=detail)]

    async def _foreign(self) -> Batches:
        async with aclosing(self._gather_shown()) as batches:
            async for batch in batches:
                yield batch
        body = bytes(self._gathered[:KEPT_BYTES])
        html = "html" in self.headers.get("content-type", "") or body.lstrip().startswith(b"<")
        fault = StreamFault.HTML if html else StreamFault.WRONG_TYPE
        fault = fault if body.strip() else StreamFault.EMPTY
        yield [self._failed(fault, raw=body.decode("utf-8", "replace"))]

    async def _error(self) -> Batches:
        async with aclosing(self._gather_shown()) as batches:
            async for batch in batches:
                yield batch
        status, body = self.response.status_code, bytes(self._gathered[:ERROR_LIMIT])
        failure = explain_response(self.lane, self.request, status, self.headers, body)
        yield [Failed(self._now(), failure)]

    async def _gather_shown(self) -> Batches:
        """The body up to the bound; what cannot be read is left out, the status still tells."""
        try:
            async with aclosing(self._gather(ERROR_LIMIT)) as batches:
                async for batch in batches:
                    yield batch
        except httpx.HTTPError:
            return

    async def _gather(self, limit: int) -> Batches:
        """Keep the body in `_gathered`, and stop reading where it is longer than `limit`."""
        async with aclosing(self._pieces()) as pieces:
            async for at, piece in pieces:
                if self.raw:
                    yield [BytesReceived(at, piece)]
                self._gathered += piece
                if len(self._gathered) > limit:
                    return

    async def _left_over(self, pieces: Pieces) -> Sequence[Event]:
        """Read what is left behind `[DONE]`, so that the connection can serve the next request."""
        events: list[Event] = []
        try:
            async with asyncio.timeout(_DRAIN_SECONDS):
                async for at, piece in pieces:
                    if self.raw:
                        events.append(BytesReceived(at, piece))
        except (TimeoutError, httpx.HTTPError):
            pass
        return events

    async def _pieces(self) -> Pieces:
        """The body as it comes, unpacked, and when each piece was read."""
        async with aclosing(unpacked(self.response)) as source:
            async for piece in source:
                yield self._now(), piece

    def _now(self) -> float:
        """When what was read last came; for a transport that does not tell, the time it is."""
        return time.monotonic() if self._stamps is None else self._stamps.piece_at

    def _failed(self, fault: StreamFault, *, raw: str = "", detail: str = "") -> Failed:
        failure = explain_stream(
            self.lane, self.request, fault, headers=self.headers, raw=raw, detail=detail
        )
        return Failed(time.monotonic(), failure)
