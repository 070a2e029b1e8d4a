"""Reading a response body within bounds, piece by piece, and closing it for sure."""

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing

import httpx

from ..events import Event, Failed, HeadersReceived, Phase, PhaseEntered
from ..lanes import Lane
from .causes import StreamFault, explain_exception, explain_response, explain_stream
from .reading import KEPT_BYTES, StreamReading, read_whole
from .request import wants_stream
from .wire_request import WireRequest

ERROR_LIMIT = 64 * 1024
ANSWER_LIMIT = 32 * 1024 * 1024
_DRAIN_SECONDS = 0.1


class BodyTooLarge(ValueError):
    """An answer in one piece that is larger than the bound."""


async def read_response(
    lane: Lane, request: WireRequest, response: httpx.Response, headers: Mapping[str, str]
) -> AsyncGenerator[Event, None]:
    """The events of a response, from its headers to its outcome. The caller closes it."""
    yield HeadersReceived(time.monotonic(), response.status_code, headers)
    if not response.is_success:
        body = await _read_error(response)
        at = time.monotonic()
        failure = explain_response(lane, request, response.status_code, headers, body)
        yield Failed(at, failure)
        return
    yield PhaseEntered(time.monotonic(), Phase.PREFILL)
    read = _reader_for(lane, headers.get("content-type", ""))
    async with aclosing(read(lane, request, response, headers)) as events:
        async for event in events:
            yield event


def _reader_for(lane: Lane, content_type: str):
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "text/event-stream":
        return _read_stream
    if kind.endswith("json") and "ndjson" not in kind:
        return _read_answer
    if not kind:
        return _read_stream if wants_stream(lane) else _read_answer
    return _read_foreign


async def _read_stream(
    lane: Lane, request: WireRequest, response: httpx.Response, headers: Mapping[str, str]
) -> AsyncGenerator[Event, None]:
    reading = StreamReading(lane, request, headers)
    try:
        async with aclosing(_pieces(response)) as pieces:
            async for piece in pieces:
                for event in reading.take(time.monotonic(), piece):
                    yield event
                if reading.outcome is not None:
                    await _drain(pieces)
                    break
        for event in reading.end(time.monotonic()):
            yield event
    except httpx.HTTPError as problem:
        reading.broke(time.monotonic(), problem)
    if reading.outcome is not None:
        yield reading.outcome


async def _read_answer(
    lane: Lane, request: WireRequest, response: httpx.Response, headers: Mapping[str, str]
) -> AsyncGenerator[Event, None]:
    try:
        body = await _read_bounded(response)
    except BodyTooLarge as problem:
        failure = explain_stream(
            lane, request, StreamFault.OVERSIZED, headers=headers, raw="", detail=str(problem)
        )
        yield Failed(time.monotonic(), failure)
        return
    except httpx.DecodingError as problem:
        yield Failed(time.monotonic(), explain_exception(lane, request, problem))
        return
    except httpx.HTTPError as problem:
        detail = f"{type(problem).__name__}: {problem}"
        failure = explain_stream(
            lane, request, StreamFault.TRUNCATED, headers=headers, raw="", detail=detail
        )
        yield Failed(time.monotonic(), failure)
        return
    for event in read_whole(lane, request, headers, time.monotonic(), body):
        yield event


async def _read_foreign(
    lane: Lane, request: WireRequest, response: httpx.Response, headers: Mapping[str, str]
) -> AsyncGenerator[Event, None]:
    body = (await _read_error(response))[:KEPT_BYTES]
    html = "html" in headers.get("content-type", "") or body.lstrip().startswith(b"<")
    fault = StreamFault.HTML if html else StreamFault.WRONG_TYPE
    fault = fault if body.strip() else StreamFault.EMPTY
    raw = body.decode("utf-8", "replace")
    failure = explain_stream(lane, request, fault, headers=headers, raw=raw)
    yield Failed(time.monotonic(), failure)


async def _read_error(response: httpx.Response) -> bytes:
    """The body up to the bound; what cannot be read is left out, the status still tells."""
    body = b""
    try:
        async with aclosing(_pieces(response)) as pieces:
            async for piece in pieces:
                body += piece
                if len(body) >= ERROR_LIMIT:
                    break
    except httpx.HTTPError:
        return body[:ERROR_LIMIT]
    return body[:ERROR_LIMIT]


async def _read_bounded(response: httpx.Response) -> bytes:
    pieces: list[bytes] = []
    size = 0
    async with aclosing(_pieces(response)) as source:
        async for piece in source:
            pieces.append(piece)
            size += len(piece)
            if size > ANSWER_LIMIT:
                raise BodyTooLarge(f"more than {ANSWER_LIMIT} bytes in one answer")
    return b"".join(pieces)


async def _pieces(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    """The body as it comes, unpacked; httpx types this as a plain iterator, which cannot close."""
    source = response.aiter_bytes()
    try:
        async for piece in source:
            yield piece
    finally:
        if isinstance(source, AsyncGenerator):
            await source.aclose()


async def _drain(pieces: AsyncGenerator[bytes, None]) -> None:
    """Read what is left behind `[DONE]`, so that the connection can serve the next request."""
    try:
        async with asyncio.timeout(_DRAIN_SECONDS):
            async for _ in pieces:
                pass
    except (TimeoutError, httpx.HTTPError):
        return
