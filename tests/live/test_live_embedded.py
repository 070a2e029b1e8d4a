import asyncio
import json
import time
from typing import Any

import httpx
import openai
import pytest

from kit.live_runner import LiveRunner

pytestmark = pytest.mark.live

QUESTION: list[Any] = [{"role": "user", "content": "Name three rivers."}]
STEADY: dict[str, Any] = {"temperature": 0, "seed": 1, "max_tokens": 24}


def body(**others: Any) -> dict[str, Any]:
    return {"model": "ai/smollm2", "messages": QUESTION, **STEADY, **others}


async def running(client: httpx.AsyncClient) -> dict[str, dict[str, Any]]:
    entries = (await client.get("/engines/ps")).json()
    return {entry["backend_name"]: entry for entry in entries}


@pytest.fixture
async def client(embedded_runner: LiveRunner):
    async with httpx.AsyncClient(base_url=embedded_runner.origin, timeout=120) as client:
        yield client


@pytest.mark.parametrize("engine", ["llama.cpp", "fast"])
async def test_the_official_client_gets_equal_texts_streamed_and_whole(
    embedded_runner: LiveRunner, engine: str
):
    base = f"{embedded_runner.engine(engine)}/v1"
    async with openai.AsyncOpenAI(base_url=base, api_key="any", timeout=120) as official:
        whole = await official.chat.completions.create(
            model="ai/smollm2", messages=QUESTION, **STEADY
        )
        stream = await official.chat.completions.create(
            model="smollm2", messages=QUESTION, stream=True, **STEADY
        )
        pieces = [chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices]
    assert whole.choices[0].message.content == "".join(pieces)
    assert len(pieces) > 10
    assert whole.usage is not None
    assert whole.usage.completion_tokens == 24


async def test_the_seeds_own_request_line_is_refused(client: httpx.AsyncClient):
    answer = await client.post("/engines/llama.cpp/chat/completions", json=body())
    assert (answer.status_code, answer.text) == (404, "not found\n")


async def test_a_cold_start_is_shown_and_preload_answers_nothing(client: httpx.AsyncClient):
    await client.post("/engines/unload", json={"all": True})
    assert await running(client) == {}
    headers = {"x-preload-only": "true"}
    preload = asyncio.create_task(
        client.post("/engines/llama.cpp/v1/chat/completions", json=body(), headers=headers)
    )
    seen: dict[str, Any] = {}
    while not preload.done() and not seen:
        seen = await running(client)
    assert seen["llama.cpp"]["loading"] is True
    answer = await preload
    assert (answer.status_code, answer.content) == (200, b"")
    loaded = (await running(client))["llama.cpp"]
    assert "loading" not in loaded
    assert not loaded["last_used"].startswith("0001")
    unloaded = await client.post("/engines/unload", json={"models": ["smollm2"]})
    assert unloaded.json() == {"unloaded_runners": 1}


async def test_a_hang_up_during_the_load_ends_the_load(client: httpx.AsyncClient):
    await client.post("/engines/unload", json={"all": True})
    call = asyncio.create_task(client.post("/v1/chat/completions", json=body()))
    while "llama.cpp" not in await running(client):
        assert not call.done()
    call.cancel()
    await asyncio.wait({call})
    end = time.monotonic() + 20
    while await running(client):
        assert time.monotonic() < end


async def test_a_hang_up_stops_the_generation(client: httpx.AsyncClient):
    # One slot: a second request can only be answered once the first has let go of it.
    flags = {"model": "smollm2", "runtime-flags": ["--parallel", "1"]}
    assert (await client.post("/engines/_configure", json=flags)).status_code == 202
    endless = body(stream=True, max_tokens=3000, ignore_eos=True)
    async with client.stream("POST", "/v1/chat/completions", json=endless) as answer:
        async for piece in answer.aiter_raw():
            if piece.count(b"content"):
                break
        assert (await running(client))["llama.cpp"]["in_use"] is True
    began = time.monotonic()
    quick = await client.post("/v1/chat/completions", json=body(max_tokens=1))
    assert quick.status_code == 200
    # Three thousand tokens take half a minute on an idle machine, longer on a busy one.
    assert time.monotonic() - began < 25
    assert "in_use" not in (await running(client))["llama.cpp"]
    await client.post("/engines/unload", json={"all": True})


async def test_pieces_come_one_by_one(client: httpx.AsyncClient):
    async with client.stream("POST", "/v1/chat/completions", json=body(stream=True)) as answer:
        assert answer.headers["content-type"] == "text/event-stream"
        pieces = [piece async for piece in answer.aiter_raw()]
    assert len(pieces) > 10
    assert b"".join(pieces).endswith(b"data: [DONE]\n\n")
    shelves = (await client.get("/engines/requests?model=smollm2")).json()
    record = shelves[0]["records"][-1]
    assert record["status_code"] == 200
    assert json.loads(record["response"])["object"] == "chat.completion"


async def test_the_engines_own_errors_pass_through(client: httpx.AsyncClient):
    config = {"model": "smollm2", "context-size": 512}
    assert (await client.post("/engines/_configure", json=config)).status_code == 202
    long = [{"role": "user", "content": "river " * 2000}]
    answer = await client.post("/v1/chat/completions", json=body(messages=long, stream=True))
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "exceed_context_size_error"
    await client.post("/engines/unload", json={"all": True})
