import asyncio
from types import SimpleNamespace
from typing import Any

import httpx
import openai
import pytest

from quayside.app.core.gateway.sdk_worker import Worker
from quayside.app.core.json_parent import JsonParent


class Parent(JsonParent):
    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.news = asyncio.Event()

    def send(self, message) -> None:
        self.told.append(dict(message))
        self.news.set()

    async def until(self, word: str) -> dict[str, Any]:
        while not (found := [one for one in self.told if word in one]):
            self.news.clear()
            await self.news.wait()
        return found[-1]


class MadeUpByLiteLLM(Exception):
    status_code = 500
    response = httpx.Response(500, text="not what the engine said")


async def told_of(ask, word: str = "error", **arguments) -> dict[str, Any]:
    parent = Parent()
    worker = Worker(parent)
    serving = asyncio.create_task(worker.serve(ask, {"litellm": "1.106.2"}))
    await parent.until("ready")
    worker.take({"id": 7, "arguments": arguments})
    try:
        return await parent.until(word)
    finally:
        serving.cancel()
        await asyncio.wait({serving})


def failing(cause: Exception):
    async def ask(**_):
        raise MadeUpByLiteLLM("litellm.NotFoundError: Error code: 404") from cause

    return ask


async def test_the_engines_own_response_is_told_and_not_the_one_that_litellm_made_up():
    request = httpx.Request("POST", "http://h/v1/chat/completions")
    response = httpx.Response(404, text="backend not found", request=request)
    cause = openai.NotFoundError("Error code: 404", response=response, body=None)
    news = await told_of(failing(cause))
    assert news["id"] == 7
    error = news["error"]
    assert (error["status"], error["body"]) == (404, "backend not found")
    assert error["headers"]["content-length"] == "17"
    assert error["class"] == "MadeUpByLiteLLM"
    assert [link["class"] for link in error["chain"]][:2] == ["MadeUpByLiteLLM", "NotFoundError"]


async def test_an_error_without_a_response_tells_the_systems_number():
    error = (await told_of(failing(ConnectionRefusedError(111, "refused"))))["error"]
    assert error["status"] == 500
    assert "body" not in error
    assert error["chain"][1]["errno"] == 111


async def test_a_chain_that_bites_its_tail_ends():
    first, second = OSError(1, "a"), OSError(2, "b")
    first.__cause__, second.__cause__ = second, first
    error = (await told_of(failing(first)))["error"]
    assert len(error["chain"]) == 3


@pytest.mark.parametrize("hidden", [None, {}, {"additional_headers": None}])
async def test_an_answer_without_headers_is_told_all_the_same(hidden):
    async def ask(**_):
        return SimpleNamespace(_hidden_params=hidden, model_dump=lambda **_: {"choices": []})

    assert (await told_of(ask, "opened"))["headers"] == {}
    assert (await told_of(ask, "chunk"))["chunk"] == {"choices": []}


async def test_cancelling_what_is_over_or_was_never_asked_does_no_harm():
    async def ask(**_):
        return SimpleNamespace(model_dump=lambda **_: {})

    parent = Parent()
    worker = Worker(parent)
    serving = asyncio.create_task(worker.serve(ask, {}))
    await parent.until("ready")
    worker.take({"cancel": 99})
    worker.take({"id": 1, "arguments": {}})
    await parent.until("end")
    worker.take({"cancel": 1})
    parent.told.clear()
    worker.take({"id": 2, "arguments": {}})
    assert (await parent.until("end"))["id"] == 2
    serving.cancel()
    await asyncio.wait({serving})
