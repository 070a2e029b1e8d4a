import json
from datetime import UTC, datetime

import httpx
import pytest

from kit.embedded import FakeEngine, make_fake_runner, starter
from kit.strict_runner import SMOLLM, StrictRunner, text
from quayside.app.core.runner.engine_control import Configured, EngineControl
from quayside.app.core.runner.snapshot import take_snapshot
from quayside.app.core.wire.address import parse_engine_base

ADDRESS = parse_engine_base("http://runner")
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC).timestamp()


async def snapshot_of(runner):
    async with runner.client_for(ADDRESS) as client:
        return await take_snapshot(ADDRESS, client)


def in_memory(model, **told):
    return {"backend_name": "llama.cpp", "model_name": model, "mode": "completion"} | told


async def test_models_engines_room_and_what_is_in_memory_stand_together(tmp_path):
    _, client = make_fake_runner(tmp_path, starter(FakeEngine()))
    async with client:
        body = {"model": "ai/smollm2", "messages": []}
        wanted = Configured(model="ai/smollm2", context_size=2048)
        await EngineControl(ADDRESS, client).configure(wanted)
        await client.post("/engines/llama.cpp/v1/chat/completions", json=body)
        taken = await take_snapshot(ADDRESS, client)
        (model,) = taken.models
        assert (model.entry.name, model.engine, model.state) == (SMOLLM, "llama.cpp", "loaded")
        assert model.context_size == 2048
        assert model.seconds_left(NOW) == 300
        assert taken.disk is not None
        assert taken.engines[0].usable
        assert taken.strangers == ()


async def test_a_runner_that_holds_back_what_it_loads_is_told_so_and_not_waited_for():
    runner = StrictRunner()
    plain = runner.answer

    def answer(request):
        if request.url.path == "/engines/ps":
            raise httpx.ReadTimeout("held back")
        return plain(request)

    runner.answer = answer
    taken = await snapshot_of(runner)
    assert taken.silent
    assert [model.entry.name for model in taken.models] == [SMOLLM]


async def test_a_model_in_memory_that_the_store_does_not_have_is_shown_all_the_same():
    runner = StrictRunner(loaded=[in_memory("ai/gone"), in_memory("smollm2", in_use=True)])
    taken = await snapshot_of(runner)
    assert [one.model for one in taken.strangers] == ["ai/gone"]
    assert taken.models[0].state == "in use"
    assert len(taken.loaded) == 2


@pytest.mark.parametrize(
    ("engines", "engine"),
    [
        ({"llama.cpp": "Running: x", "vllm": "Running: y"}, "vllm"),
        ({"llama.cpp": "Running: x", "vllm": "Not Installed"}, ""),
    ],
)
async def test_a_safetensors_model_is_served_by_its_reader_whatever_the_base_says(engines, engine):
    runner = StrictRunner(engines=engines, formats={SMOLLM: "safetensors"})
    assert (await snapshot_of(runner)).models[0].engine == engine


async def test_what_is_no_runner_is_a_failure_with_what_it_said():
    transport = httpx.MockTransport(lambda _: text(404, "404 page not found"))
    async with httpx.AsyncClient(transport=transport) as client:
        taken = await take_snapshot(ADDRESS, client)
    assert taken.failure is not None
    assert "404" in taken.failure.seen
    assert json.dumps(taken.models) == "[]"
