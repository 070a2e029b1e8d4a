"""An HTTP/1.1 request as bytes."""

import re
from collections.abc import AsyncGenerator, AsyncIterable

import httpx

_TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_TARGET = re.compile(rb"[\x21-\x7e]+")
_VALUE = re.compile(rb"(?:[^\x00-\x20\x7f](?:[^\x00-\x08\x0a-\x1f\x7f]*[^\x00-\x20\x7f])?)?")
_GATHERED = 64 * 1024


def closes(request: httpx.Request) -> bool:
    """Whether the request asks for a connection of its own."""
    return "close" in request.headers.get("connection", "").lower()


async def request_parts(request: httpx.Request) -> AsyncGenerator[bytes, None]:
    """Head and body, gathered so that a usual request is one part.

    Raises `httpx.LocalProtocolError` for what HTTP cannot carry; a header's value,
    which may be a key, is never in the message.
    """
    gathered = _head(request)
    assert isinstance(request.stream, AsyncIterable)
    framed = _chunks(request.stream) if _is_chunked(request) else _measured(request)
    async for part in framed:
        gathered += part
        if len(gathered) >= _GATHERED:
            yield gathered
            gathered = b""
    if gathered:
        yield gathered


def _head(request: httpx.Request) -> bytes:
    method, target = request.method.encode("ascii", "replace"), request.url.raw_path
    if not _TOKEN.fullmatch(method):
        raise httpx.LocalProtocolError("Illegal method")
    if not _TARGET.fullmatch(target):
        raise httpx.LocalProtocolError("Illegal target characters")
    lines = [b"%b %b HTTP/1.1\r\n" % (method, target)]
    for name, value in request.headers.raw:
        if not _TOKEN.fullmatch(name):
            raise httpx.LocalProtocolError("Illegal header name")
        if not _VALUE.fullmatch(value):
            raise httpx.LocalProtocolError("Illegal header value")
        lines.append(b"%b: %b\r\n" % (name, value))
    return b"".join(lines) + b"\r\n"


def _is_chunked(request: httpx.Request) -> bool:
    coding = request.headers.get("transfer-encoding")
    if coding is None:
        return False
    if coding.lower() != "chunked" or "content-length" in request.headers:
        raise httpx.LocalProtocolError("The end of the body would be unclear")
    return True


async def _chunks(parts: AsyncIterable[bytes]) -> AsyncGenerator[bytes, None]:
    async for part in parts:
        if part:
            yield b"%x\r\n%b\r\n" % (len(part), part)
    yield b"0\r\n\r\n"


async def _measured(request: httpx.Request) -> AsyncGenerator[bytes, None]:
    assert isinstance(request.stream, AsyncIterable)
    said = request.headers.get("content-length", "0")
    left = int(said) if said.isascii() and said.isdigit() else -1
    async for part in request.stream:
        left -= len(part)
        if left < 0:
            break
        yield part
    if left:
        raise httpx.LocalProtocolError("The body has another length than Content-Length says")
