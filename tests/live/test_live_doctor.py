import time

import pytest

from kit.live_proxy import LiveProxy
from kit.live_runner import LiveRunner
from quayside.app.core.diagnostics.engine import diagnose
from quayside.app.core.diagnostics.model import Finding, Status, Subject
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.runner.api import RunnerApi
from quayside.app.core.runner.discovery import Candidate, FoundKind, discover
from quayside.app.core.wire.address import parse_engine_base
from quayside.app.core.wire.connections import open_client

pytestmark = pytest.mark.live

ELSEWHERE = "discovery.servers"


async def findings(base: str, model: str = "ai/smollm2", deep: bool = False) -> dict[str, Finding]:
    subject = Subject(engine=Lane(Path.SDK, model, base))
    return {finding.check: finding async for finding in diagnose(subject, deep)}


async def test_the_doctor_says_to_add_v1_for_litellm_while_our_own_path_answers(
    embedded_runner: LiveRunner,
) -> None:
    base = embedded_runner.base
    started = time.monotonic()
    found = await findings(base)
    assert time.monotonic() - started < 3
    litellm = found.pop("litellm.request")
    found.pop(ELSEWHERE, None)
    assert litellm.status is Status.WARN
    assert litellm.command == f"export DOCKER_MODEL_RUNNER_API_BASE={base}/v1"
    assert any("404 not found" in item.text for item in litellm.evidence)
    assert {name: str(one.status) for name, one in found.items()} == dict.fromkeys(found, "pass")


async def test_a_healthy_demo_is_all_green_in_seconds_and_wakes_no_model(
    litellm_proxy: LiveProxy,
) -> None:
    address = parse_engine_base(litellm_proxy.runner.base)
    base = f"{litellm_proxy.runner.base}/v1"
    lanes = [
        Lane(Path.SDK, "ai/smollm2", base),
        Lane(Path.LITELLM, "ai/smollm2", base),
        Lane(Path.PROXY, "smollm2", litellm_proxy.base, litellm_proxy.key),
    ]
    async with open_client(address) as client:
        api = RunnerApi(address, client)
        before = await api.received(), await api.ps()
        started = time.monotonic()
        found = [one async for one in diagnose(Subject.of_lanes(lanes))]
        assert time.monotonic() - started < 3
        assert await api.received() == before[0]
        assert [one.model for one in await api.ps()] == [one.model for one in before[1]]
    statuses = {one.check: str(one.status) for one in found}
    statuses.pop(ELSEWHERE, None)
    installed = statuses.pop("litellm.installed")
    assert installed in ("pass", "warn")
    assert statuses == dict.fromkeys(statuses, "pass")


async def test_with_v1_litellm_reaches_the_engine_too(embedded_runner: LiveRunner) -> None:
    found = await findings(f"{embedded_runner.base}/v1")
    assert found["litellm.request"].status is Status.PASS


async def test_a_wrong_engine_and_a_model_that_is_not_there_are_named(
    embedded_runner: LiveRunner,
) -> None:
    base = embedded_runner.base.replace("llama.cpp", "custom-engine")
    found = await findings(base, model="llama-3.1")
    assert found["route.engine"].status is Status.FAIL
    assert found["route.engine"].command == f"export QUAYSIDE_BASE={embedded_runner.base}"
    assert found["model.name"].status is Status.FAIL
    assert found["model.name"].command == "docker model pull llama-3.1"


async def test_one_real_token_is_streamed(embedded_runner: LiveRunner) -> None:
    found = await findings(embedded_runner.base, deep=True)
    assert found["stream.engine"].status is Status.PASS
    assert "first token" in {item.label for item in found["stream.engine"].evidence}


async def test_discovery_finds_the_runner_with_its_model(embedded_runner: LiveRunner) -> None:
    search = discover([Candidate(embedded_runner.base, "test")])
    (found,) = [one async for one in search]
    assert found.kind is FoundKind.RUNNER
    assert any(engine.name == "llama.cpp" and engine.usable for engine in found.engines)
    assert "smollm2" in {model.display for model in found.models}
