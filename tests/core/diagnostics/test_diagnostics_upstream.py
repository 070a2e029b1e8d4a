from collections.abc import Mapping

import httpx
import pytest

from kit.diagnosing import finding_of, listening, subject_of
from kit.scripted_gateway import KEY, ScriptedGateway, configured, entry
from kit.strict_runner import StrictRunner
from quayside.app.core.diagnostics.model import Finding, Status

RUNNER = "http://localhost:12434"
GOOD = f"{RUNNER}/engines/llama.cpp/v1"


class World:
    def __init__(self, config: str, environment: Mapping[str, str] | None = None) -> None:
        self.gateway = ScriptedGateway(config, environment or {})
        self.runner = StrictRunner()
        self.engine = ""

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.port == 12434:
            assert "authorization" not in request.headers
            return self.runner.answer(request)
        if request.url.port == self.port:
            return self.gateway.answer(request)
        raise httpx.ConnectError("Connection refused", request=request)

    async def found(self, check: str, alias: str = "smollm2") -> Finding:
        async with listening() as self.port:
            base = f"http://localhost:{self.port}"
            subject = subject_of(base=self.engine, proxy=base, proxy_key=KEY, alias=alias)
            return await finding_of(check, subject, self.answer)


async def upstream_of(*entries: str, alias: str = "smollm2") -> Finding:
    return await World(configured(*entries)).found("proxy.upstream", alias)


async def test_an_alias_whose_engine_would_answer_passes_without_a_load_or_a_token() -> None:
    world = World(configured(entry("smollm2", api_base=GOOD)))
    found = await world.found("proxy.upstream")
    assert found.status is Status.PASS
    assert world.runner.asked("/engines/llama.cpp/v1/chat/completions") == [b"{}"]
    assert not {path for _, path in world.gateway.requests} & {"/health", "/v1/chat/completions"}


async def test_a_base_without_its_version_is_told_with_the_one_that_answers() -> None:
    found = await upstream_of(entry("smollm2", api_base=f"{RUNNER}/engines/llama.cpp"))
    assert found.status is Status.FAIL
    assert "/v1" in found.summary
    assert found.command == f"api_base: {GOOD}"


@pytest.mark.parametrize("suffix", ["", "/v1"])
async def test_an_engine_that_the_runner_lacks_is_named(suffix: str) -> None:
    found = await upstream_of(entry("smollm2", api_base=f"{RUNNER}/engines/lama.cpp{suffix}"))
    assert "no engine 'lama.cpp'" in found.summary
    assert found.command == f"api_base: {GOOD}"


@pytest.mark.parametrize("path", ["/models/v1", "/engines/llama.cpp/v1/chat/completions"])
async def test_a_path_that_leads_nowhere_is_answered_with_one_that_does(path: str) -> None:
    found = await upstream_of(entry("smollm2", api_base=RUNNER + path))
    assert found.status is Status.FAIL
    assert found.command == f"api_base: {GOOD}"


async def test_a_dead_upstream_is_replaced_by_the_engine_of_our_own_lane() -> None:
    dead = "http://localhost:12435/engines/llama.cpp/v1"
    world = World(configured(entry("smollm2", api_base=dead)))
    world.engine = f"{RUNNER}/engines/llama.cpp"
    found = await world.found("proxy.upstream")
    assert "Connection error" in found.cause
    assert found.command == f"api_base: {GOOD}"


async def test_an_unset_variable_is_seen_as_the_fall_to_litellms_default() -> None:
    found = await upstream_of(entry("smollm2", api_base="os.environ/NOT_SET"))
    assert found.status is Status.FAIL
    assert "22088" in found.cause
    assert "variable" in found.cause


async def test_the_proxys_own_variable_may_stand_in_for_a_base() -> None:
    world = World(configured(entry("smollm2")), {"DOCKER_MODEL_RUNNER_API_BASE": GOOD})
    assert (await world.found("proxy.upstream")).status is Status.PASS


async def test_a_model_that_the_runner_lacks_can_be_pulled() -> None:
    found = await upstream_of(entry("gemma", "docker_model_runner/ai/gemma3"), alias="gemma")
    assert found.status is Status.FAIL
    found = await upstream_of(
        entry("gemma", "docker_model_runner/ai/gemma3", api_base=GOOD), alias="gemma"
    )
    assert found.command == "docker model pull ai/gemma3"


@pytest.mark.parametrize("model", ["ai/smollm2", "ai/gemma3"])
async def test_a_wildcard_leads_to_the_model_that_is_asked_for(model: str) -> None:
    alias = f"docker_model_runner/{model}"
    wild = "docker_model_runner/*"
    found = await upstream_of(entry(wild, wild, api_base=GOOD), alias=alias)
    assert (found.status is Status.PASS) == (model == "ai/smollm2")
    assert model in found.evidence[0].text


async def test_one_dead_deployment_of_two_explains_failures_by_chance() -> None:
    dead = "http://localhost:12435/engines/llama.cpp/v1"
    found = await upstream_of(entry("smollm2", api_base=GOOD), entry("smollm2", api_base=dead))
    assert found.status is Status.FAIL
    assert "1 of 2" in found.summary
    assert "by chance" in found.cause


async def test_a_base_that_is_no_url_and_one_that_is_the_proxy_itself_are_named() -> None:
    found = await upstream_of(entry("smollm2", api_base="localhost:12434/engines/llama.cpp/v1"))
    assert "no full URL" in found.summary
    assert found.command == f"api_base: {GOOD}"
    world = World(configured(entry("smollm2", api_base=GOOD)))
    async with listening() as world.port:
        base = f"http://127.0.0.1:{world.port}"
        world.gateway.set_parameter("smollm2", "api_base", f"{base}/v1")
        subject = subject_of(proxy=base, proxy_key=KEY)
        found = await finding_of("proxy.upstream", subject, world.answer)
    assert "itself" in found.summary


async def test_a_strangers_server_is_not_asked() -> None:
    found = await upstream_of(entry("smollm2", api_base="http://engine.example/v1"))
    assert found.status is Status.PASS
    assert "another machine" in found.summary


async def test_a_name_of_containers_is_warned_of() -> None:
    base = "http://model-runner.docker.internal/engines/llama.cpp/v1"
    found = await upstream_of(entry("smollm2", api_base=base))
    assert found.status is Status.WARN
    assert found.command == f"api_base: {GOOD}"


async def test_another_provider_is_left_alone() -> None:
    found = await upstream_of(entry("smollm2", "azure/gpt"))
    assert found.status is Status.PASS


async def test_a_short_timeout_is_warned_of_with_the_number_of_tries() -> None:
    world = World(configured(entry("smollm2", api_base=GOOD, timeout=10, num_retries=1)))
    found = await world.found("proxy.limits")
    assert found.status is Status.WARN
    assert "2 times" in found.cause
    assert found.command == "timeout: 600"
    world = World(
        configured(entry("smollm2", api_base=GOOD), router_settings={"stream_timeout": 5})
    )
    assert "router_settings" in (await world.found("proxy.limits")).cure


async def test_health_checks_that_wake_the_engine_are_seen_in_its_record() -> None:
    world = World(configured(entry("smollm2", api_base=GOOD)))
    assert (await world.found("proxy.health-checks")).status is Status.PASS
    body = '{"messages": [{"role": "user", "content": "Hey how\'s it going?"}]}'
    records = [{"id": f"a_{place}", "request": body} for place in range(3)]
    world.runner.received = [{"records": records}]
    found = await world.found("proxy.health-checks")
    assert found.status is Status.WARN
    assert "3 of the engine's last 3" in found.summary


@pytest.mark.parametrize(
    ("base", "model", "status"),
    [
        (f"{RUNNER}/engines/llama.cpp", "docker_model_runner/ai/smollm2", Status.PASS),
        (f"{RUNNER}/engines/vllm", "docker_model_runner/ai/smollm2", Status.WARN),
        ("http://localhost:12434/v1", "azure/gpt", Status.PASS),
    ],
)
async def test_lanes_that_ask_two_things_are_told(base: str, model: str, status: Status) -> None:
    world = World(configured(entry("smollm2", model, api_base=GOOD)))
    world.engine = base
    assert (await world.found("proxy.agreement")).status is status


async def test_a_model_asked_of_a_proxy_is_answered_with_the_alias_that_leads_to_it() -> None:
    gemma = entry("ai-smollm", "docker_model_runner/ai/gemma3", api_base=GOOD)
    world = World(configured(gemma, entry("fast", api_base=GOOD)))
    found = await world.found("proxy.alias", alias="ai/smollm2")
    assert found.command.endswith("--lane proxy:fast")
    wild = "docker_model_runner/*"
    world = World(configured(gemma, entry(wild, wild, api_base=GOOD)))
    found = await world.found("proxy.alias", alias="ai/smollm2")
    assert found.command.endswith("--lane proxy:docker_model_runner/ai/smollm2")


@pytest.mark.parametrize("base", ["http://me:secret@localhost:12434/v1", f"{GOOD}?key=1"])
async def test_a_base_that_holds_more_than_a_base_is_not_asked_and_shows_no_login(
    base: str,
) -> None:
    world = World(configured(entry("smollm2", api_base=base)))
    found = await world.found("proxy.upstream")
    assert found.status is Status.WARN
    assert "secret" not in repr(found)
    assert world.runner.requests == []
