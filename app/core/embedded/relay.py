"""Passes one request on to an engine and its answer back, byte for byte as it comes."""

import asyncio
import json
from collections.abc import Iterable

import httpx
from starlette.responses import Response
from starlette.types import Scope, Send

from .engine_process import EngineProcess
from .records import Record

_HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "te", "trailer", "transfer-encoding"}
    | {"proxy-authenticate", "proxy-authorization", "upgrade"}
)
_NOT_SENT = _HOP_BY_HOP | {"host", "content-length", "expect"}
_NOT_RETURNED = _HOP_BY_HOP | {"access-control-allow-origin"}
_CRASH_SECONDS = 30.0


class UpstreamCut(Exception):
    """The engine died in mid-answer: the client's connection must be cut as well."""


async def relay(
    engine: EngineProcess, scope: Scope, path: str, body: bytes, send: Send, record: Record
) -> None:
    """Forward the request of `scope` to `path` on the engine. Raises `UpstreamCut`.

    Cancelling closes the connection to the engine, which then stops to generate.
    """
    request = httpx.Request(
        "POST",
        engine.client.base_url.copy_with(raw_path=_raw_path(path, scope["query_string"])),
        headers=_without(scope["headers"], _NOT_SENT),
        content=body,
    )
    try:
        response = await engine.client.send(request, stream=True)
    except (httpx.RemoteProtocolError, httpx.ReadError):
        await _send_crash(engine, scope, send, record)
        return
    except httpx.TransportError:
        await _send_all(Response(status_code=502), scope, send, record)
        return
    try:
        await _copy(response, send, record)
    except httpx.TransportError as error:
        raise UpstreamCut(str(error)) from error
    finally:
        await response.aclose()


async def _copy(response: httpx.Response, send: Send, record: Record) -> None:
    record.status = response.status_code
    headers = _without(response.headers.raw, _NOT_RETURNED)
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    async for piece in response.aiter_raw():
        record.body += piece
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _send_crash(engine: EngineProcess, scope: Scope, send: Send, record: Record) -> None:
    try:
        await asyncio.wait_for(engine.wait_ended(), _CRASH_SECONDS)
    except TimeoutError:
        await _send_all(Response(status_code=500), scope, send, record)
        return
    crash = {
        "type": "error",
        "code": None,
        "message": engine.last_words(),
        "param": None,
        "sequence_number": 1,
    }
    # The runner sends its status before it sets the type: so the type is a guess, text.
    answer = Response(json.dumps(crash), 500, media_type="text/plain; charset=utf-8")
    await _send_all(answer, scope, send, record)


async def _send_all(answer: Response, scope: Scope, send: Send, record: Record) -> None:
    record.status = answer.status_code
    record.body += bytes(answer.body)
    await answer(scope, _nothing_more, send)


async def _nothing_more() -> dict[str, str]:
    return {"type": "http.disconnect"}


def _raw_path(path: str, query: bytes) -> bytes:
    return path.encode() + (b"?" + query if query else b"")


def _without(
    headers: Iterable[tuple[bytes, bytes]], left_out: frozenset[str] | set[str]
) -> list[tuple[bytes, bytes]]:
    return [
        (name.lower(), value)
        for name, value in headers
        if name.lower().decode("latin-1") not in left_out
    ]
