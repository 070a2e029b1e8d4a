"""Faults behind a proxy's alias, which LiteLLM words as one and the same."""

import time
from typing import Any

from kit.gateway_lab import BASE, GOOD, PROXY, RUNNER, GatewayScenario, GatewayWorld
from kit.scripted import a_failure, failing
from kit.scripted_gateway import entry
from quayside.app.core.diagnostics.model import Status
from quayside.app.core.events import Finished, TextDelta

CLOSED = "http://localhost:12435/engines/llama.cpp/v1"


def based_on(base: str | None, **others: Any) -> Any:
    def set_up(world: GatewayWorld) -> None:
        given = {} if base is None else {"api_base": base}
        world.serve(entry("smollm2", **given, **others))

    return set_up


def model_called(name: str) -> Any:
    def set_up(world: GatewayWorld) -> None:
        world.serve(entry("smollm2", f"docker_model_runner/{name}", api_base=GOOD))

    return set_up


def one_of_two(world: GatewayWorld) -> None:
    world.serve(entry("smollm2", api_base=GOOD), entry("smollm2", api_base=CLOSED))


def by_a_wildcard(world: GatewayWorld) -> None:
    wild = "docker_model_runner/*"
    world.serve(entry(wild, wild, api_base=GOOD))
    world.alias = "docker_model_runner/ai/gemma3"


def resting(world: GatewayWorld) -> None:
    world.serve(entry("smollm2", api_base=BASE))
    world.script, world.deep = failing(a_failure("cooldown")), True


def asked_after_health(world: GatewayWorld) -> None:
    body = '{"messages": [{"role": "user", "content": "Hey how\'s it going?"}]}'
    records = [{"id": f"a_{place}", "request": body} for place in range(5)]
    world.runner.received = [{"records": records}]


def held_back(world: GatewayWorld) -> None:
    start = time.monotonic() + 5
    told = [TextDelta(start + place * 0.001, "word ") for place in range(20)]
    world.script, world.deep = [*told, Finished(told[-1].at, "stop")], True


def apart(world: GatewayWorld) -> None:
    world.base = f"{RUNNER}/engines/vllm"
    world.runner.engines = {**world.runner.engines, "vllm": "Running: vllm 0.11"}


SCENARIOS = (
    GatewayScenario(
        "an alias whose base lacks /v1",
        "LiteLLM §0.1, DMR 3",
        "404 Docker_model_runnerException - not found",
        "proxy.upstream",
        ("lacks /v1", "adds no /v1"),
        based_on(BASE),
    ),
    GatewayScenario(
        "an alias that goes to LiteLLM's own default port",
        "DMR 2",
        "500 Connection error.",
        "proxy.upstream",
        ("nothing answers", "22088"),
        based_on("http://localhost:22088/engines/llama.cpp/v1"),
    ),
    GatewayScenario(
        "an alias whose variable is not set for the proxy",
        "LiteLLM §7",
        "500 Connection error.",
        "proxy.upstream",
        ("no api_base is in effect", "variable", "falls back"),
        based_on("os.environ/NOT_SET"),
    ),
    GatewayScenario(
        "an alias without any base",
        "LiteLLM §2",
        "500 Connection error.",
        "proxy.upstream",
        ("no api_base is in effect", "22088"),
        based_on(None),
    ),
    GatewayScenario(
        "an alias whose engine is misspelt",
        "LiteLLM §2",
        "404 Docker_model_runnerException - Error code: 404",
        "proxy.upstream",
        ("no engine 'lama.cpp'",),
        based_on(f"{RUNNER}/engines/lama.cpp/v1"),
    ),
    GatewayScenario(
        "an alias whose engine is down",
        "LiteLLM §6.9",
        "500 Connection error.",
        "proxy.upstream",
        ("nothing answers", "Connection error."),
        based_on(CLOSED),
    ),
    GatewayScenario(
        "an alias whose base has no http:// in front",
        "LiteLLM §7",
        "500 Connection error.",
        "proxy.upstream",
        ("no full URL",),
        based_on("localhost:12434/engines/llama.cpp/v1"),
    ),
    GatewayScenario(
        "an alias whose base holds the whole route",
        "LiteLLM §2",
        "404 Docker_model_runnerException - not found",
        "proxy.upstream",
        ("/v1",),
        based_on(f"{GOOD}/chat/completions"),
    ),
    GatewayScenario(
        "an alias that leads back to the proxy",
        "LiteLLM §4",
        "a time-out, or 500",
        "proxy.upstream",
        ("itself",),
        based_on(f"{PROXY}/v1"),
    ),
    GatewayScenario(
        "an alias that names Docker's host for containers, on the host itself",
        "DMR 19",
        "500 Connection error.",
        "proxy.upstream",
        ("only containers know",),
        based_on("http://model-runner.docker.internal/engines/llama.cpp/v1"),
        Status.WARN,
    ),
    GatewayScenario(
        "an alias whose model was never pulled",
        "DMR 5",
        "404 Docker_model_runnerException - Error code: 404",
        "proxy.upstream",
        ("no model 'ai/gemma3'",),
        model_called("ai/gemma3"),
    ),
    GatewayScenario(
        "a wildcard asked for a model that was never pulled",
        "DMR 5",
        "404 Docker_model_runnerException - Error code: 404",
        "proxy.upstream",
        ("no model 'ai/gemma3'",),
        by_a_wildcard,
    ),
    GatewayScenario(
        "one of two deployments is down",
        "LiteLLM §7",
        "every other request fails",
        "proxy.upstream",
        ("1 of 2", "by chance"),
        one_of_two,
    ),
    GatewayScenario(
        "a cooldown that hides what failed before it",
        "LiteLLM §4",
        "429 No deployments available for selected model",
        "proxy.upstream",
        ("lacks /v1",),
        resting,
    ),
    GatewayScenario(
        "a timeout shorter than the load of a model",
        "DMR 6",
        "408 Request timed out, three times over",
        "proxy.limits",
        ("10 s", "never loaded"),
        based_on(GOOD, timeout=10),
        Status.WARN,
    ),
    GatewayScenario(
        "health checks that load every model",
        "LiteLLM §6.17",
        "the machine is busy, and no model is ever unloaded",
        "proxy.health-checks",
        ("health checks", "loads it"),
        asked_after_health,
        Status.WARN,
    ),
    GatewayScenario(
        "a stream that something on the way holds back",
        "LiteLLM §6.13",
        "nothing for a while, then the whole answer",
        "stream.flow",
        ("all at once", "buffers"),
        held_back,
        Status.WARN,
    ),
)
