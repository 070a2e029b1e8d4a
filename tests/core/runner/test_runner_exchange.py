import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from quayside.app.core.runner.exchange import MOST_BYTES, Exchange, exchange

URL = "http://localhost:12434/engines/status"


async def ask(handler: object, seconds: float = 1.0, body: bytes = b"") -> Exchange:
    transport = httpx.MockTransport(handler)  # pyright: ignore
    async with httpx.AsyncClient(transport=transport) as client:
        return await exchange(client, "POST" if body else "GET", URL, seconds=seconds, body=body)


async def test_an_answer_is_kept_with_status_body_and_time() -> None:
    seen = await ask(lambda request: httpx.Response(404, text="not found\n"))
    assert (seen.status, seen.text, seen.seen) == (404, "not found", "404 not found")
    assert seen.request_line == f"GET {URL}"
    assert seen.milliseconds >= 0
    assert seen.json() is None
    assert seen.json_object() == {}


async def test_a_refused_connection_is_a_value() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("[Errno 111] Connection refused")

    seen = await ask(refuse)
    assert seen.status == 0
    assert not seen.timed_out
    assert "Connection refused" in seen.seen


async def test_a_silent_server_is_left_at_the_deadline() -> None:
    async def never(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    seen = await ask(never, seconds=0.01)
    assert seen.timed_out
    assert seen.seen == "no answer in time"


async def test_a_body_without_end_is_read_to_the_bound() -> None:
    pieces = list[int]()

    class Endless(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            while True:
                pieces.append(65536)
                yield b"x" * 65536

    seen = await ask(lambda request: httpx.Response(200, stream=Endless()), seconds=5)
    assert seen.cut
    assert len(seen.body) == MOST_BYTES
    assert sum(pieces) <= MOST_BYTES + 65536


async def test_requests_ask_for_plain_bytes_and_name_their_json() -> None:
    headers = list[httpx.Headers]()

    def answer(request: httpx.Request) -> httpx.Response:
        headers.append(request.headers)
        return httpx.Response(200, json={"a": 1})

    seen = await ask(answer, body=b"{}")
    assert seen.json_object() == {"a": 1}
    assert headers[0]["accept-encoding"] == "identity"
    assert headers[0]["content-type"] == "application/json"
    assert "origin" not in headers[0]


@pytest.mark.parametrize("body", [b"<html>", b"[" * 200_000, b"\xff\xfe", b"", b"1" * 5000])
async def test_what_is_no_json_is_none(body: bytes) -> None:
    seen = await ask(lambda request: httpx.Response(200, content=body))
    assert seen.json() is None
