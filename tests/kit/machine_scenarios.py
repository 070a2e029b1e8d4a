"""Faults of the machine on which LiteLLM runs: releases, variables, files."""

from kit.gateway_lab import BASE, GOOD, GatewayScenario, GatewayWorld
from kit.scripted_litellm import installed_litellm
from quayside.app.core.diagnostics.model import Status


def compromised(world: GatewayWorld) -> None:
    installed_litellm(world.folder / ".venv", "1.107.0")


def implanted(world: GatewayWorld) -> None:
    prefix = world.folder / "tools"
    (installed_litellm(prefix, "1.109.1") / "cook.pth").touch()
    world.environment["PATH"] = str(prefix / "bin")


def outdated(world: GatewayWorld) -> None:
    installed_litellm(world.folder / "venv", "1.82.0")
    world.environment["VIRTUAL_ENV"] = str(world.folder / "venv")


def with_a_dotenv(world: GatewayWorld) -> None:
    text = "DOCKER_MODEL_RUNNER_API_BASE=http://localhost:22088/engines/llama.cpp\n"
    (world.folder / ".env").write_text(text)


def behind_a_web_proxy(world: GatewayWorld) -> None:
    world.environment["HTTP_PROXY"] = "http://corporate:3128"


def with_a_network_exempt(world: GatewayWorld) -> None:
    world.environment |= {"http_proxy": "http://corporate:3128", "NO_PROXY": "127.0.0.0/8"}


def with_an_organization(world: GatewayWorld) -> None:
    world.base = GOOD
    world.environment |= {"OPENAI_ORGANIZATION": "org-1", "OPENAI_PROJECT_ID": "proj-1"}


def with_two_bases(world: GatewayWorld) -> None:
    world.base = GOOD
    world.environment["DOCKER_MODEL_RUNNER_API_BASE"] = "http://localhost:22088/engines/llama.cpp"


def with_the_seeds_base(world: GatewayWorld) -> None:
    world.base = BASE


def with_the_experiment(world: GatewayWorld) -> None:
    world.base = GOOD
    world.environment["EXPERIMENTAL_OPENAI_BASE_LLM_HTTP_HANDLER"] = "true"


SCENARIOS = (
    GatewayScenario(
        "a LiteLLM of thieves beside the project",
        "LiteLLM §0.4",
        "nothing at all",
        "environment.litellm",
        ("1.107.0", "sends away the keys"),
        compromised,
    ),
    GatewayScenario(
        "what such a release left behind",
        "LiteLLM §1",
        "nothing at all",
        "environment.litellm",
        ("remains",),
        implanted,
    ),
    GatewayScenario(
        "a LiteLLM with published weaknesses",
        "LiteLLM §1",
        "nothing at all",
        "environment.litellm",
        ("1.82.0", "weaknesses"),
        outdated,
        Status.WARN,
    ),
    GatewayScenario(
        "a forgotten .env that LiteLLM reads, and nobody else",
        "LiteLLM §1",
        "curl works, and LiteLLM says Connection error.",
        "environment.dotenv",
        ("DOCKER_MODEL_RUNNER_API_BASE", "imported"),
        with_a_dotenv,
        Status.WARN,
    ),
    GatewayScenario(
        "a web proxy in capitals, which LiteLLM obeys and curl does not",
        "DMR §5",
        "curl works, and LiteLLM says BadGatewayError",
        "network.proxy-variables",
        ("small letters",),
        behind_a_web_proxy,
        Status.WARN,
    ),
    GatewayScenario(
        "a network in NO_PROXY, which curl obeys and LiteLLM does not",
        "DMR §5",
        "curl works, and LiteLLM says BadGatewayError",
        "network.proxy-variables",
        ("127.0.0.0/8",),
        with_a_network_exempt,
        Status.WARN,
    ),
    GatewayScenario(
        "names of an organization that travel to the local engine",
        "LiteLLM §2",
        "nothing at all",
        "litellm.environment",
        ("OPENAI_ORGANIZATION", "headers"),
        with_an_organization,
        Status.WARN,
    ),
    GatewayScenario(
        "LiteLLM and Quayside with two bases",
        "LiteLLM §2",
        "one of them answers, the other does not",
        "litellm.environment",
        ("another place",),
        with_two_bases,
        Status.WARN,
    ),
    GatewayScenario(
        "LiteLLM's SDK with the base of its own documents, which lacks /v1",
        "LiteLLM §0.1, DMR 3",
        "404 Docker_model_runnerException - Error code: 404",
        "litellm.request",
        ("add /v1",),
        with_the_seeds_base,
        Status.WARN,
    ),
    GatewayScenario(
        "LiteLLM's experimental handler, which doubles /v1",
        "LiteLLM §2",
        "404 Docker_model_runnerException - not found",
        "litellm.request",
        ("experimental", "twice"),
        with_the_experiment,
        Status.WARN,
    ),
)
