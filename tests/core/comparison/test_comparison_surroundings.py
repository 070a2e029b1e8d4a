import json

import httpx
import pytest

from kit.scripted import a_lane
from kit.strict_runner import StrictRunner
from quayside.app.core.comparison.surroundings import Runners
from quayside.app.core.lanes import Path

BASE = "http://localhost:12434/engines/llama.cpp"
SDK, OTHER, PROXY = a_lane(), a_lane("ai/qwen3"), a_lane("smollm2", Path.PROXY)


def loaded(*models, engine="llama.cpp"):
    return [{"backend_name": engine, "model_name": name, "mode": "completion"} for name in models]


def shelf(*records):
    return [{"count": len(records), "model": "sha256:1", "records": list(records)}]


def record(number, body='{"model": "ai/smollm2"}'):
    return {
        "id": f"sha256:1_{number}",
        "model": "ai/smollm2",
        "method": "POST",
        "url": "/engines/llama.cpp/v1/chat/completions",
        "request": body,
        "user_agent": "quayside",
        "status_code": 200,
    }


async def received(runner, *lanes):
    runners = Runners(lanes, runner.client_for)
    await runners.remember()
    return runners


async def test_a_lanes_request_is_the_one_that_was_not_there_before():
    runner = StrictRunner(received=shelf(record(1)))
    runners = await received(runner, SDK, PROXY)
    runner.received = shelf(record(1), record(2, "sdk"))
    assert (await runners.received(SDK)).body == "sdk"
    runner.received = shelf(record(1), record(2, "sdk"), record(3, "proxy"))
    assert (await runners.received(PROXY)).body == "proxy"


async def test_a_gateway_to_elsewhere_is_given_nobody_elses_request():
    runner = StrictRunner(received=shelf(record(1)))
    runners = await received(runner, SDK, PROXY)
    assert await runners.received(PROXY) is None


async def test_two_engines_of_one_runner_are_asked_once():
    runner = StrictRunner(received=shelf(record(1)))
    fast = a_lane(base="http://localhost:12434/engines/vllm/v1")
    await received(runner, SDK, fast)
    assert len(runner.asked("/engines/requests")) == 1


async def test_records_of_another_shape_are_none():
    runner = StrictRunner(received=[{"records": [7, {"id": 3}, {}]}, "x"])
    assert await (await received(runner, SDK)).received(SDK) is None


async def test_no_gateway_and_no_other_server_is_ever_asked():
    runner = StrictRunner()
    other = a_lane(base="http://localhost:8000/v1")
    runners = await received(runner, PROXY, other)
    assert not await runners.crowded([PROXY, other])
    assert not await runners.make_resident(other)
    assert "unload" in await runners.make_cold(PROXY)
    assert not runner.requests


@pytest.mark.parametrize(
    ("held", "crowded"), [(("ai/smollm2", "ai/qwen3"), False), (("ai/qwen3",), True)]
)
async def test_a_runner_is_crowded_when_a_lanes_model_had_to_leave(held, crowded):
    runner = StrictRunner(loaded=loaded(*held))
    assert await Runners([SDK, OTHER], runner.client_for).crowded([SDK, OTHER]) is crowded


async def test_one_model_on_two_paths_never_crowds():
    runner = StrictRunner()
    assert not await Runners([SDK, PROXY], runner.client_for).crowded([SDK, PROXY])


async def test_a_model_that_left_is_loaded_without_being_asked_anything():
    runner = StrictRunner()
    assert await Runners([SDK], runner.client_for).make_resident(SDK)
    (body,) = runner.asked("/engines/llama.cpp/v1/chat/completions")
    assert json.loads(body) == {"model": "ai/smollm2"}
    assert runner.headers[-1]["x-preload-only"] == "true"


async def test_a_model_that_stayed_is_left_alone():
    runner = StrictRunner(loaded=loaded("docker.io/ai/smollm2:latest"))
    assert not await Runners([SDK], runner.client_for).make_resident(SDK)
    assert not runner.asked("/engines/llama.cpp/v1/chat/completions")


async def test_a_model_of_another_engine_is_not_the_lanes():
    runner = StrictRunner(loaded=loaded("ai/smollm2", engine="vllm"))
    assert await Runners([SDK], runner.client_for).make_resident(SDK)


async def test_cold_means_unloaded_and_gone():
    runner = StrictRunner()
    assert await Runners([SDK], runner.client_for).make_cold(SDK) == ""
    (body,) = runner.asked("/engines/unload")
    assert json.loads(body) == {"models": ["ai/smollm2"], "backend": "llama.cpp"}


async def test_a_model_in_use_is_not_cold():
    runner = StrictRunner(loaded=loaded("ai/smollm2"))
    assert "still holds" in await Runners([SDK], runner.client_for).make_cold(SDK)


async def test_the_same_model_in_another_engine_does_not_make_a_lane_warm():
    runner = StrictRunner(loaded=loaded("ai/smollm2", engine="vllm"))
    assert await Runners([SDK], runner.client_for).make_cold(SDK) == ""


async def test_a_runner_that_is_away_takes_nothing_from_the_comparison():
    def away(request):
        raise httpx.ConnectError("refused")

    def client_for(_address):
        return httpx.AsyncClient(transport=httpx.MockTransport(away))

    runners = Runners([SDK, OTHER], client_for)
    await runners.remember()
    assert not await runners.crowded([SDK, OTHER])
    assert await runners.received(SDK) is None
    assert await runners.make_cold(SDK)
