import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from kit.embedded import FakeEngine, make_fake_runner, starter
from kit.registry import Registry, at_once
from quayside.app.core.embedded.relay import UpstreamCut
from quayside.app.core.embedded.server import make_application
from quayside.app.core.embedded.state import Runner

MESSAGE = json.dumps({"model": "smollm2", "messages": []}).encode()


class Call:
    """One request at ASGI level, with a client that can hang up."""

    def __init__(
        self, runner: Runner, method: str, path: str, accept: str = "*/*", body: bytes = MESSAGE
    ) -> None:
        self.hang_up = asyncio.Event()
        self.sent: list[dict[str, Any]] = []
        self._news = asyncio.Event()
        self._body = [{"type": "http.request", "body": body, "more_body": False}]
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"include_existing=true",
            "headers": [(b"accept", accept.encode())],
        }
        application: Any = make_application(runner)
        self.task = asyncio.create_task(application(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        if self._body:
            return self._body.pop()
        await self.hang_up.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.sent.append(message)
        self._news.set()

    async def until(self, count: int) -> None:
        while len(self.sent) < count:
            self._news.clear()
            await self._news.wait()


class Stream(httpx.AsyncByteStream):
    """Gives the pieces, then waits for ever or breaks."""

    def __init__(self, pieces: list[bytes], error: Exception | None = None) -> None:
        self.closed = asyncio.Event()
        self._pieces = pieces
        self._error = error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece
        if self._error is not None:
            raise self._error
        await asyncio.Event().wait()

    async def aclose(self) -> None:
        self.closed.set()


def streaming(stream: Stream) -> FakeEngine:
    return FakeEngine(lambda _: httpx.Response(200, stream=stream))


async def test_pieces_pass_as_they_come_and_a_hang_up_closes_the_engines_connection(
    tmp_path: Path,
):
    stream = Stream([b"data: {", b'"choices":[]}\n\n'])
    runner, _ = make_fake_runner(tmp_path, starter(streaming(stream)))
    call = Call(runner, "POST", "/v1/chat/completions")
    await call.until(3)
    assert [message.get("body") for message in call.sent] == [
        None,
        b"data: {",
        b'"choices":[]}\n\n',
    ]
    (resident,) = runner.loader.residents.values()
    assert resident.users == 1
    call.hang_up.set()
    await asyncio.wait_for(call.task, 1)
    assert stream.closed.is_set()
    assert resident.users == 0
    assert runner.recorder.all()[0]["records"][0]["status_code"] == 200


async def test_an_engine_that_dies_in_mid_answer_cuts_the_client(tmp_path: Path):
    stream = Stream([b"data: {}\n\n"], httpx.ReadError("gone"))
    runner, _ = make_fake_runner(tmp_path, starter(streaming(stream)))
    call = Call(runner, "POST", "/v1/chat/completions")
    with pytest.raises(UpstreamCut):
        await call.task
    assert call.sent[-1] == {
        "type": "http.response.body",
        "body": b"data: {}\n\n",
        "more_body": True,
    }


async def test_a_hang_up_during_the_load_ends_it_and_ps_shows_the_load(tmp_path: Path):
    ended = asyncio.Event()
    begun = asyncio.Event()

    async def start(*_: Any) -> Any:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    runner, client = make_fake_runner(tmp_path, start)
    call = Call(runner, "POST", "/v1/chat/completions")
    await begun.wait()
    (entry,) = (await client.get("/engines/ps")).json()
    assert entry == {
        "backend_name": "llama.cpp",
        "model_name": "smollm2",
        "mode": "completion",
        "last_used": "0001-01-01T00:00:00Z",
        "loading": True,
    }
    assert call.sent == []
    call.hang_up.set()
    await asyncio.wait_for(call.task, 1)
    assert ended.is_set()
    assert (await client.get("/engines/ps")).json() == []


async def test_the_stream_of_requests_tells_old_and_new(tmp_path: Path):
    runner, client = make_fake_runner(tmp_path, starter(FakeEngine()))
    await client.post("/v1/chat/completions", content=MESSAGE)
    call = Call(runner, "GET", "/engines/requests", "text/event-stream")
    await call.until(3)
    await client.post("/v1/chat/completions", content=MESSAGE)
    await call.until(4)
    events = [message["body"].decode() for message in call.sent[1:]]
    assert [event.partition("\n")[0] for event in events] == [
        "event: existing_request",
        "event: connected",
        "event: new_request",
    ]
    assert events[1] == 'event: connected\ndata: {"status": "connected"}\n\n'
    assert json.loads(events[2].partition("data: ")[2])[0]["model"] == "smollm2"
    call.hang_up.set()
    await asyncio.wait_for(call.task, 1)


async def test_a_server_that_is_stopped_ends_what_it_waits_for(tmp_path: Path):
    stream = Stream([b"x"])
    runner, _ = make_fake_runner(tmp_path, starter(streaming(stream)))
    call = Call(runner, "POST", "/v1/chat/completions")
    await call.until(2)
    call.task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await call.task
    assert stream.closed.is_set()


async def test_a_pull_whose_client_hangs_up_ends_and_keeps_its_part(
    tmp_path: Path, registry: Registry
):
    held = asyncio.Event()

    async def pace(_size: int) -> None:
        if held.is_set():
            await asyncio.Event().wait()
        held.set()

    registry.pace = pace
    runner, client = make_fake_runner(tmp_path, starter(FakeEngine()), registry=registry.url)
    call = Call(runner, "POST", "/models/create", "application/json", b'{"from":"ai/river"}')
    await call.until(3)
    call.hang_up.set()
    await call.task
    (part,) = (tmp_path / "models" / "parts").iterdir()
    there = part.stat().st_size
    assert 0 < there <= 65_536
    registry.pace = at_once
    answer = await client.post("/models/create", json={"from": "ai/river"})
    assert "Model pulled successfully" in answer.text
    assert registry.starts == [None, there]
