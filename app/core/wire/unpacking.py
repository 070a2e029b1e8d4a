"""The body of a response as it comes, unpacked in bounded steps, and what breaks it on its way."""

import zlib
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing

import httpx

STEP = 256 * 1024
"""Bytes of a piece that was unpacked: it may have been a thousand times smaller on the wire."""
_WINDOW = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
_CUT = ("closed the connection", "peer closed", "incomplete")


class AnswerCut(httpx.RemoteProtocolError):
    """The connection ended when the answer had begun; the message says how."""


def is_damage(problem: Exception) -> bool:
    """Whether what came was wrong, and not only too short."""
    wrong = isinstance(problem, httpx.DecodingError | httpx.RemoteProtocolError)
    return wrong and not isinstance(problem, AnswerCut)


async def unpacked(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    """The pieces of a body; one that was read before comes whole. The caller closes the response.

    Raises `AnswerCut`, `httpx.DecodingError` for what is not packed as it says, and what
    else httpx raises while a body is read.
    """
    if response.is_stream_consumed:
        yield response.content
        return
    unpacker = _unpacker(response)
    # httpx types this as a plain iterator, which cannot close.
    source = response.aiter_raw()
    try:
        async for piece in source:
            if unpacker is None:
                yield piece
                continue
            for part in unpacker.take(piece):
                yield part
        if unpacker is not None:
            unpacker.end()
    except (httpx.ReadError, httpx.RemoteProtocolError) as problem:
        raise _cut(problem) from problem
    finally:
        if isinstance(source, AsyncGenerator):
            await source.aclose()


async def beginning(response: httpx.Response, limit: int) -> bytes:
    """The first bytes of a body, as far as they come: for showing what was answered."""
    held = bytearray()
    try:
        async with aclosing(unpacked(response)) as source:
            async for piece in source:
                held += piece
                if len(held) >= limit:
                    break
    except httpx.HTTPError:
        pass
    return bytes(held[:limit])


class _Unpacker:
    def __init__(self, coding: str) -> None:
        self._stream = zlib.decompressobj(_WINDOW[coding])
        self._begun = False
        self._may_be_bare = coding == "deflate"
        self._first = b""
        """The first bytes, while they may still turn out to have no frame around them."""

    def take(self, data: bytes) -> Iterator[bytes]:
        while not self._stream.eof:
            part = self._step(data)
            if part:
                yield part
            data = self._stream.unconsumed_tail
            # What fills a step may have more behind it, with all of the input taken.
            if not data and len(part) < STEP:
                return

    def end(self) -> None:
        """Raises `httpx.DecodingError` where it breaks off; nothing at all is no packed body."""
        if self._begun and not self._stream.eof:
            raise httpx.DecodingError("the packed body breaks off before its end")

    def _step(self, data: bytes) -> bytes:
        self._begun = self._begun or bool(data)
        if self._may_be_bare:
            self._first += data
        try:
            part = self._stream.decompress(data, STEP)
        except zlib.error as problem:
            if not self._may_be_bare:
                raise httpx.DecodingError(str(problem)) from problem
            # Many servers leave out the frame that RFC 9110 asks for.
            self._stream, self._may_be_bare = zlib.decompressobj(-zlib.MAX_WBITS), False
            return self._step(self._first)
        # A frame is two bytes.
        self._may_be_bare = self._may_be_bare and len(self._first) < 2
        return part


def _unpacker(response: httpx.Response) -> _Unpacker | None:
    """Raises `httpx.DecodingError` for a coding that nobody asked for."""
    said = response.headers.get("content-encoding", "").lower().split(",")
    codings = [coding.strip() for coding in said if coding.strip() not in ("", "identity")]
    if not codings:
        return None
    if len(codings) > 1 or codings[0] not in _WINDOW:
        raise httpx.DecodingError(f"packed as {', '.join(codings)[:60]}, which was not asked for")
    return _Unpacker(codings[0])


def _cut(problem: httpx.ReadError | httpx.RemoteProtocolError) -> Exception:
    words = str(problem)
    if isinstance(problem, httpx.ReadError) or any(said in words for said in _CUT):
        return AnswerCut(words)
    return problem
