import asyncio
import os
import time
from contextlib import aclosing
from typing import Any

import httpx
import pytest

from kit.live_runner import LiveRunner, model_cache
from quayside.app.core.events import BytesReceived, Failed, HeadersReceived, RequestSent, TextDelta
from quayside.app.core.gateway.sdk_source import LiteLLMSource
from quayside.app.core.lanes import Lane, Message
from quayside.app.core.lanes import Path as LanePath
from quayside.app.core.secret import Secret
from quayside.app.core.wire.client import EngineClient
from quayside.app.core.wire.outcome import collect
from quayside.app.core.wire.request import Profile, chat_request

pytestmark = pytest.mark.live

QUESTION: list[Message] = [{"role": "user", "content": "Name three rivers."}]
STEADY: dict[str, Any] = {"temperature": 0, "seed": 1, "max_tokens": 24}


@pytest.fixture
async def source(litellm_install):
    source = LiteLLMSource(os.environ, model_cache())
    yield source
    await source.close()


def real(base: str, **parameters: Any) -> Lane:
    given = {**STEADY, **parameters}
    return Lane(LanePath.LITELLM, "ai/smollm2", base, Secret("sk-very-secret"), given)


async def test_it_says_what_an_sdk_lane_says_and_streams_it(
    embedded_runner: LiveRunner, source
) -> None:
    lane = real(embedded_runner.base + "/v1")
    native = EngineClient()
    ours = await collect(
        native, Lane(LanePath.SDK, lane.model, lane.base, parameters=STEADY), QUESTION
    )
    await native.close()
    events: list[Any] = []
    theirs = await collect(source, lane, QUESTION, on_event=events.append)
    assert theirs.tally.failure is None, theirs.tally.failure
    assert theirs.tally.text == ours.tally.text
    assert theirs.tally.reason == ours.tally.reason == "length"
    assert theirs.tally.timings is not None
    assert theirs.tally.completion_tokens == 24
    stamps = [event.at for event in events if isinstance(event, TextDelta)]
    assert len(stamps) > 10
    assert stamps[-1] - stamps[0] > 0.02
    assert any(isinstance(event, HeadersReceived) for event in events)
    whole = await collect(source, real(lane.base, stream=False), QUESTION)
    assert whole.tally.text == ours.tally.text


async def test_closing_a_reply_stops_the_engine(embedded_runner: LiveRunner, source) -> None:
    lane = real(embedded_runner.base + "/v1", max_tokens=3000, ignore_eos=True)
    async with aclosing(source.reply(lane, QUESTION)) as events:
        async for event in events:
            if isinstance(event, TextDelta):
                break
        assert await _in_use(embedded_runner)
    end = time.monotonic() + 10
    while await _in_use(embedded_runner):
        assert time.monotonic() < end
    assert (await collect(source, real(lane.base), QUESTION)).tally.text


async def _in_use(runner: LiveRunner) -> bool:
    async with httpx.AsyncClient(base_url=runner.origin) as client:
        return any(entry.get("in_use") for entry in (await client.get("/engines/ps")).json())


async def test_a_base_without_v1_fails_as_for_litellms_users_with_the_cure(
    embedded_runner: LiveRunner, source
) -> None:
    failure = (await collect(source, real(embedded_runner.base), QUESTION)).tally.failure
    assert failure is not None
    assert failure.kind == "wrong-route"
    assert failure.cure == f"End the base with /v1: {embedded_runner.base}/v1"
    assert "litellm.NotFoundError" in failure.seen


@pytest.mark.parametrize(
    ("base", "kind", "seen"),
    [
        ("http://127.0.0.1:9/v1", "nothing-listening", "Connection refused"),
        ("http://no-such-host.invalid/v1", "name-not-resolved", "gaierror"),
        ("127.0.0.1:9/v1", "bad-address", "LiteLLM says"),
    ],
)
async def test_connection_errors_are_named(source, base: str, kind: str, seen: str) -> None:
    failure = (await collect(source, real(base), QUESTION)).tally.failure
    assert failure is not None
    assert failure.kind == kind
    assert seen in failure.seen


async def test_what_the_engine_and_litellm_refuse_is_told_apart(
    embedded_runner: LiveRunner, source
) -> None:
    base = embedded_runner.base + "/v1"
    kinds = [
        (await collect(source, lane, QUESTION)).tally.failure.kind  # type: ignore[union-attr]
        for lane in (
            real(embedded_runner.engine("nowhere") + "/v1"),
            Lane(LanePath.LITELLM, "ai/absent", base),
            real(base, reasoning_effort="low"),
        )
    ]
    assert kinds == ["engine-unknown", "model-not-pulled", "parameter-unsupported"]


@pytest.mark.parametrize("path", ["/engines/llama.cpp", "/engines/llama.cpp/v1/", "/v1"])
async def test_the_request_is_the_one_that_was_foretold(source, path: str) -> None:
    seen: list[bytes] = []

    async def record(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        seen.extend((head.split(b" ")[1], await reader.readexactly(length)))
        writer.write(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(record, "127.0.0.1", 0) as server:
        origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        lane = real(origin + path, top_k=3)
        foretold = chat_request(lane, QUESTION, Profile.OPENAI_2)
        events = [event async for event in source.reply(lane, QUESTION)]
    assert isinstance(events[-1], Failed)
    (told,) = [event.url for event in events if isinstance(event, RequestSent)]
    assert origin + seen[0].decode() == foretold.url == told
    assert seen[1:] == [foretold.body]


async def test_its_chunks_are_there_for_who_asks(
    embedded_runner: LiveRunner, litellm_install
) -> None:
    source = LiteLLMSource(os.environ, model_cache(), raw=True)
    lane = real(embedded_runner.base + "/v1")
    pieces = [
        event.data
        async for event in source.reply(lane, QUESTION)
        if isinstance(event, BytesReceived)
    ]
    await source.close()
    assert len(pieces) > 10
    assert b'"timings"' in pieces[-1]
