import asyncio
from datetime import UTC, datetime

import httpx
import pytest

from quayside.app.core.embedded.log import LogEndpoint, RunnerLog
from quayside.app.core.runner.watching import follow_log
from quayside.app.core.wire.address import parse_engine_base


def a_log():
    log = RunnerLog(lambda: datetime(2026, 3, 9, 12, tzinfo=UTC))
    log.write("loading ai/smollm2")
    log.write("llama_model_loader: loaded", of_engine=True)
    return log


def client(log):
    transport = httpx.ASGITransport(LogEndpoint(log))
    return httpx.AsyncClient(transport=transport, base_url="http://runner")


async def test_lines_have_stamps_as_the_runner_writes_them():
    async with client(a_log()) as asking:
        answer = await asking.get("/logs")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "[2026-03-09T12:00:00.000000000Z] loading ai/smollm2",
        "[2026-03-09T12:00:00.000000000Z] llama_model_loader: loaded",
    ]


async def test_the_engines_lines_can_be_left_out():
    async with client(a_log()) as asking:
        answer = await asking.get("/logs?no-engines=true")
    assert answer.text.endswith("loading ai/smollm2\n")


@pytest.mark.parametrize("query", ["follow=maybe", "no-engines=2"])
async def test_what_is_no_boolean_is_refused(query):
    async with client(a_log()) as asking:
        assert (await asking.get(f"/logs?{query}")).status_code == 400


async def test_who_follows_gets_each_line_as_it_comes_and_may_leave():
    log, sent = a_log(), asyncio.Queue()
    leaving = asyncio.Event()

    async def receive():
        await leaving.wait()
        return {"type": "http.disconnect"}

    scope = {"type": "http", "path": "/logs", "query_string": b"follow=true", "headers": []}
    serving = asyncio.create_task(LogEndpoint(log)(scope, receive, sent.put))
    pieces = [await sent.get(), await sent.get()]
    assert pieces[1]["body"].count(b"\n") == 2
    log.write("unloaded")
    assert (await sent.get())["body"].endswith(b"unloaded\n")
    leaving.set()
    await serving
    log.write("nobody reads this")
    assert sent.empty()


async def test_the_client_reads_what_the_strict_runner_writes():
    address = parse_engine_base("http://runner")
    async with client(a_log()) as asking:
        async for line in follow_log(address, OnceOnly(asking)):
            assert line == "[2026-03-09T12:00:00.000000000Z] loading ai/smollm2"
            break


class OnceOnly:
    """Asks for what is there: httpx's transport for applications gives no stream."""

    def __init__(self, asking):
        self._asking = asking

    def stream(self, method, url, **options):
        return self._asking.stream(method, url.replace("follow=true", "follow=false"), **options)
