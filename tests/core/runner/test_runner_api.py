import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from kit.strict_runner import SMOLLM, StrictRunner
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.runner.api import RunnerApi, RunnerApiError, Verdict, loading_probe
from quayside.app.core.wire.address import EngineAddress, parse_engine_base

BASE = "http://localhost:12434/engines/llama.cpp"


@asynccontextmanager
async def api_of(runner: StrictRunner, base: str = BASE) -> AsyncIterator[RunnerApi]:
    address = parse_engine_base(base)
    async with runner.client_for(address) as client:
        yield RunnerApi(address, client)


async def test_status_models_and_version() -> None:
    async with api_of(StrictRunner()) as api:
        engines = await api.status()
        (model,) = await api.models()
        (listed,) = await api.listed_models()
        assert engines["llama.cpp"].usable
        assert not engines["vllm"].usable
        assert (model.name, model.size) == (SMOLLM, "256.35MiB")
        assert listed.name == SMOLLM
        assert await api.version() == "v1.2.6"
        assert await api.ps() == []


@pytest.mark.parametrize(
    ("base", "verdict"),
    [
        ("http://localhost:12434/engines/llama.cpp", Verdict.ANSWERS),
        ("http://localhost:12434", Verdict.ANSWERS),
        ("http://localhost:12434/v1", Verdict.ANSWERS),
        ("http://localhost:12434/engines/custom-engine", Verdict.ENGINE_UNKNOWN),
    ],
)
async def test_an_engine_is_probed_without_loading(base: str, verdict: Verdict) -> None:
    runner = StrictRunner()
    async with api_of(runner, base) as api:
        assert (await api.probe_engine()).verdict is verdict
    assert [body for _, _, body in runner.requests] == [b"{}"]


async def test_a_route_that_is_not_there_is_told_from_an_engine_that_is_not() -> None:
    async with api_of(StrictRunner()) as api:
        wrong = await api.probe("http://localhost:12434/engines/llama.cpp/chat/completions")
        other = await api.probe_engine("sglang")
    assert (wrong.verdict, wrong.exchange.text) == (Verdict.NO_ROUTE, "not found")
    assert (other.verdict, other.exchange.text) == (Verdict.ENGINE_UNKNOWN, "backend not found")


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(401, Verdict.KEY_WANTED), (422, Verdict.ANSWERS), (500, Verdict.UNCLEAR)],
)
async def test_other_servers_answers_to_the_probe(status: int, verdict: Verdict) -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(status))
    async with httpx.AsyncClient(transport=transport) as client:
        probe = await RunnerApi(parse_engine_base(BASE), client).probe_engine()
    assert probe.verdict is verdict


async def test_a_model_is_looked_up_as_inference_does() -> None:
    runner = StrictRunner()
    async with api_of(runner) as api:
        assert (await api.resolve_model("smollm2")).entry is not None
        missing = await api.resolve_model("ai/no such#model?")
    assert missing.entry is None
    assert "model not found" in missing.exchange.text
    assert runner.requests[1][1].startswith("/engines/llama.cpp/v1/models/ai/no such#model?")


async def test_preload_and_unload_say_what_the_runner_needs() -> None:
    runner = StrictRunner()
    async with api_of(runner) as api:
        await api.preload("smollm2")
        assert await api.unload() == 1
        assert await api.unload(["smollm2"]) == 1
    assert runner.headers[0]["x-preload-only"] == "true"
    assert json.loads(runner.requests[0][2]) == {"model": "smollm2"}
    sent = [json.loads(body) for body in runner.asked("/engines/unload")]
    assert sent == [{"all": True}, {"models": ["smollm2"], "backend": ""}]


async def test_a_failed_call_carries_what_was_tried_and_seen() -> None:
    async with api_of(StrictRunner()) as api:
        with pytest.raises(RunnerApiError) as caught:
            await api.preload("llama-3.1")
    failure = caught.value.failure
    assert failure.kind == "model-not-pulled"
    assert failure.tried == f"POST {BASE}/v1/chat/completions"
    assert "model not found" in failure.seen


async def test_an_answer_of_another_program_is_named_so() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(200, text="<html>hello"))
    async with httpx.AsyncClient(transport=transport) as client:
        api = RunnerApi(parse_engine_base(BASE), client)
        for call in (api.status, api.models, api.ps, api.listed_models):
            with pytest.raises(RunnerApiError) as caught:
                await call()
            assert caught.value.failure.kind == "not-a-runner"
        assert await api.version() == ""


@pytest.mark.parametrize(
    ("loaded", "model", "answer"),
    [
        ([], "smollm2", False),
        ([{"model_name": "ai/smollm2", "loading": True}], "smollm2", True),
        ([{"model_name": "ai/smollm2", "loading": True}], "gemma3", False),
        ([{"model_name": "ai/smollm2", "in_use": True}], "smollm2", False),
    ],
)
async def test_the_loading_probe_asks_for_the_lanes_model(
    loaded: list[dict[str, object]], model: str, answer: bool
) -> None:
    runner = StrictRunner(loaded=loaded)
    lane = Lane(Path.SDK, model, BASE)
    assert await loading_probe(lane, runner.client_for) is answer


async def test_a_runner_that_holds_ps_back_is_taken_to_be_loading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def never(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    def client_for(address: EngineAddress) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(never))

    monkeypatch.setattr("quayside.app.core.runner.api.BUSY", 0.01)
    assert await loading_probe(Lane(Path.SDK, "smollm2", BASE), client_for) is True


@pytest.mark.parametrize(
    "lane", [Lane(Path.PROXY, "smollm2", "http://localhost:4000"), Lane(Path.SDK, "m", "ftp://x")]
)
async def test_lanes_without_a_runner_are_never_loading(lane: Lane) -> None:
    runner = StrictRunner(loaded=[{"model_name": "smollm2", "loading": True}])
    assert await loading_probe(lane, runner.client_for) is False
    assert runner.requests == []


async def test_a_host_that_is_away_is_not_loading() -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectTimeout("away")

    def client_for(address: EngineAddress) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(away))

    assert await loading_probe(Lane(Path.SDK, "smollm2", BASE), client_for) is False
