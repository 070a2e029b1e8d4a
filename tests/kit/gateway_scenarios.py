"""Faults of a proxy itself: its address, its key, its names, its file."""

import httpx

from kit.gateway_lab import BASE, GOOD, GatewayScenario, GatewayWorld
from kit.scripted_gateway import KEY, entry
from quayside.app.core.diagnostics.model import Status


def absent(world: GatewayWorld) -> None:
    world.gateway = None


def without_key(world: GatewayWorld) -> None:
    world.environment["LITELLM_MASTER_KEY"] = KEY
    world.serve(key="os.environ/LITELLM_MASTER_KEY")
    world.key = ""


def without_key_in_an_image(world: GatewayWorld) -> None:
    without_key(world)
    world.running.prisma = True


def with_an_old_key(world: GatewayWorld) -> None:
    world.environment["TEAM_KEY"] = KEY
    world.configured = True
    world.serve(key="os.environ/TEAM_KEY")
    world.key = "sk-of-last-year"


def with_a_pasted_key(world: GatewayWorld) -> None:
    without_key(world)
    world.key = f"{KEY} \n"


def with_the_public_key(world: GatewayWorld) -> None:
    world.configured = True
    world.environment["LITELLM_MASTER_KEY"] = world.key
    world.serve(key="sk-1234")


def with_the_public_key_in_the_shell(world: GatewayWorld) -> None:
    world.environment["LITELLM_MASTER_KEY"] = world.key = "sk-1234"
    world.serve(key="os.environ/LITELLM_MASTER_KEY")


def without_a_master_key(world: GatewayWorld) -> None:
    world.configured, world.key = True, ""
    world.serve(key=None)


def at_a_runners_path(world: GatewayWorld) -> None:
    world.proxy += "/engines/llama.cpp/v1"


def at_the_runner(world: GatewayWorld) -> None:
    world.proxy = BASE


def at_ollama(world: GatewayWorld) -> None:
    world.others[11434] = lambda _: httpx.Response(200, text="Ollama is running")
    world.proxy = "http://localhost:11434"


def asked_for_a_model(world: GatewayWorld) -> None:
    gemma = entry("ai-smollm", "docker_model_runner/ai/gemma3", api_base=GOOD)
    world.serve(gemma, entry("fast", api_base=GOOD))
    world.alias = "ai/smollm2"


def left_out(world: GatewayWorld) -> None:
    world.configured = True
    world.serve(entry("smollm2", "ai/smollm2", api_base=GOOD))


def changed_since(world: GatewayWorld) -> None:
    world.configured, world.alias = True, "small"
    world.write(entry("small", api_base=GOOD))


def another_environment(world: GatewayWorld) -> None:
    world.configured = True
    world.serve(entry("smollm2", api_base="os.environ/ENGINE_BASE"))
    world.environment["ENGINE_BASE"] = GOOD


SCENARIOS = (
    GatewayScenario(
        "the proxy does not run",
        "LiteLLM §6.8",
        "Connection error.",
        "network.proxy-connection",
        ("nothing listens", "not running"),
        absent,
    ),
    GatewayScenario(
        "no key, and a proxy that was installed by pip",
        "LiteLLM §4",
        "500 Internal Server Error",
        "proxy.key",
        ("key",),
        without_key,
    ),
    GatewayScenario(
        "no key, and a proxy in Docker's image",
        "LiteLLM §4",
        "401 Authentication Error, No api key passed in.",
        "proxy.key",
        ("key",),
        without_key_in_an_image,
    ),
    GatewayScenario(
        "a key that the proxy does not know",
        "LiteLLM §6.10",
        "400 No connected db.",
        "proxy.key",
        ("not the master key",),
        with_an_old_key,
    ),
    GatewayScenario(
        "a key that was copied with what stood around it",
        "LiteLLM §4",
        "400 No connected db.",
        "proxy.key",
        ("cannot be sent",),
        with_a_pasted_key,
    ),
    GatewayScenario(
        "the master key of LiteLLM's examples, in the file",
        "LiteLLM §0.3",
        "the proxy stops after half a minute, with a traceback",
        "config.file",
        ("master key", "does not start"),
        with_the_public_key,
    ),
    GatewayScenario(
        "the master key of LiteLLM's examples, in the shell",
        "LiteLLM §0.3",
        "LiteLLM proxy refused to start",
        "environment.master-key",
        ("publicly known", "refuses to start"),
        with_the_public_key_in_the_shell,
        Status.WARN,
    ),
    GatewayScenario(
        "no master key at all",
        "LiteLLM §0.3",
        "LiteLLM proxy refused to start",
        "config.file",
        ("no master key", "does not start"),
        without_a_master_key,
        Status.WARN,
    ),
    GatewayScenario(
        "a runner's path at the proxy's port",
        "LiteLLM §4",
        "no healthy deployments for model=llama.cpp/v1",
        "proxy.alive",
        ("runner's path",),
        at_a_runners_path,
    ),
    GatewayScenario(
        "the engine's address given as the proxy's",
        "LiteLLM §4",
        "404 page not found",
        "proxy.alive",
        ("no gateway", "Docker Model Runner"),
        at_the_runner,
    ),
    GatewayScenario(
        "Ollama's address given as the proxy's",
        "DMR §4.1",
        "404 page not found",
        "proxy.alive",
        ("no gateway", "Ollama"),
        at_ollama,
    ),
    GatewayScenario(
        "the proxy asked for a model, not for an alias",
        "LiteLLM §6.19",
        "There are no healthy deployments for this model",
        "proxy.alias",
        ("no alias 'ai/smollm2'",),
        asked_for_a_model,
    ),
    GatewayScenario(
        "an entry without docker_model_runner/, left out without a word",
        "LiteLLM §7",
        "There are no healthy deployments for this model",
        "config.file",
        ("names no provider", "leaves this model out"),
        left_out,
    ),
    GatewayScenario(
        "a file that was changed after the proxy had started",
        "LiteLLM §6.16",
        "There are no healthy deployments for this model",
        "config.agreement",
        ("'small'", "started before"),
        changed_since,
        Status.WARN,
    ),
    GatewayScenario(
        "a variable that is set here, and not where the proxy was started",
        "LiteLLM §7",
        "Connection error.",
        "config.agreement",
        ("elsewhere", "environment"),
        another_environment,
        Status.WARN,
    ),
)
