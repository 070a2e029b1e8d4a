"""Faults of engines and models: names, formats, loads, answers."""

from collections.abc import Callable

from kit.place_scenarios import at
from kit.runner_lab import RunnerScenario, RunnerWorld
from kit.strict_runner import RUNNING, SMOLLM
from quayside.app.core.diagnostics.model import Status

VLLM = "http://localhost:12434/engines/vllm/v1"
QUANT = "docker.io/ai/smollm2:360M-Q4_K_M"


def engine_misspelt(world: RunnerWorld) -> None:
    at(world, "http://localhost:12434/engines/llama-cpp/v1")


def vllm_missing(world: RunnerWorld) -> None:
    at(world, VLLM)


def engine_says(words: str) -> Callable[[RunnerWorld], None]:
    def set_up(world: RunnerWorld) -> None:
        world.runner.engines = {"llama.cpp": words}

    return set_up


def running(world: RunnerWorld) -> None:
    world.runner.engines = {"llama.cpp": RUNNING}


def model(name: str, *there: str) -> Callable[[RunnerWorld], None]:
    def set_up(world: RunnerWorld) -> None:
        world.environment["QUAYSIDE_MODEL"] = name
        world.runner.models = list(there) or world.runner.models

    return set_up


def safetensors(world: RunnerWorld) -> None:
    world.runner.formats = {"ai/smollm2": "safetensors"}


def safetensors_on_vllm(world: RunnerWorld) -> None:
    safetensors(world)
    world.runner.engines = {"llama.cpp": RUNNING, "vllm": "Running: vllm 0.9"}


def gguf_on_vllm(world: RunnerWorld) -> None:
    world.runner.engines = {"llama.cpp": RUNNING, "vllm": "Running: vllm 0.9"}
    at(world, VLLM)


def behind_a_proxy(world: RunnerWorld) -> None:
    model("ai/qwen3")(world)
    world.environment |= {"HTTPS_PROXY": "http://corporate:3128", "NO_PROXY": "localhost"}


def lost(world: RunnerWorld) -> None:
    world.runner.lost = True


S = RunnerScenario
SCENARIOS = (
    S(
        "an engine misspelt",
        "DMR 3",
        "404 backend not found",
        "route.engine",
        ("no engine 'llama-cpp'",),
        engine_misspelt,
    ),
    S(
        "an engine that is not installed",
        "DMR 13",
        "412 vLLM binary not found",
        "route.engine",
        ("known but not installed",),
        vllm_missing,
    ),
    S(
        "an engine with an error",
        "DMR 25",
        "500",
        "route.engine",
        ("has an error",),
        engine_says("Error: update failed"),
        cure="Look into the runner's log",
        by_hand=running,
    ),
    S(
        "an engine whose program does not run",
        "DMR 11",
        "500",
        "route.engine",
        ("its version is unknown",),
        engine_says("Running: llama.cpp unknown"),
        Status.WARN,
        "install the runner again",
        running,
    ),
    S(
        "a model that was not pulled",
        "DMR 5",
        "404 model not found",
        "model.name",
        ("no model 'ai/qwen3'", "not been pulled"),
        model("ai/qwen3"),
    ),
    S(
        "a model to be pulled from Hugging Face without a token",
        "DMR 21",
        "429 Too Many Requests",
        "model.name",
        ("not been pulled",),
        model("hf.co/org/other-GGUF:Q4_K_M"),
        cure="set HF_TOKEN",
    ),
    S(
        "a model to be pulled from behind a web proxy",
        "DMR 20",
        "TLS handshake timeout, or x509: unknown authority",
        "model.name",
        ("not been pulled",),
        behind_a_proxy,
        cure="--proxy-cert",
    ),
    S(
        "a model that the runner lists, and does not find",
        "DMR 4, 25",
        "listed, and 404",
        "model.name",
        ("lists it, and does not find it",),
        lost,
    ),
    S(
        "a model under another tag",
        "DMR 4",
        "listed, and 404",
        "model.name",
        ("no model 'ai/smollm2'", "another name or tag"),
        model("ai/smollm2", QUANT),
    ),
    S(
        "a Hugging Face tag in other letters",
        "DMR 4",
        "listed, and 404",
        "model.name",
        ("another name or tag",),
        model("hf.co/org/m-gguf:q4_k_m", "huggingface.co/org/m-gguf:Q4_K_M"),
    ),
    S(
        "the seed's model, which is called otherwise",
        "DMR 4",
        "404 model not found",
        "model.name",
        ("no model 'llama-3.1'",),
        model("llama-3.1", "docker.io/ai/llama3.1:latest"),
    ),
    S(
        "the engine inside the model's name",
        "LiteLLM §2",
        "404",
        "settings.model",
        ("begins with the engine 'llama.cpp'",),
        model("llama.cpp/ai/smollm2"),
        Status.WARN,
    ),
    S(
        "LiteLLM's provider twice in the model's name",
        "LiteLLM §2",
        "404 model not found",
        "settings.model",
        ("LiteLLM's provider 'docker_model_runner/'",),
        model("docker_model_runner/docker_model_runner/ai/smollm2"),
        Status.WARN,
    ),
    S(
        "another provider of LiteLLM's in the model's name",
        "LiteLLM §2",
        "404 model not found",
        "settings.model",
        ("LiteLLM's provider 'openai/'",),
        model("openai/ai/smollm2"),
        Status.WARN,
    ),
    S(
        "a web page as the model's name",
        "DMR 4",
        "404 model not found",
        "settings.model",
        ("address of a web page",),
        model("https://hub.docker.com/r/ai/smollm2"),
        Status.WARN,
    ),
    S(
        "a digest of a model that is not here",
        "DMR 4",
        "404 model not found",
        "model.name",
        ("no model '0123456789ab'", "no model here has this digest"),
        model("0123456789ab"),
    ),
    S(
        "a model of safetensors, which vLLM serves whatever the base says",
        "DMR 13",
        "slower or faster than llama.cpp should be",
        "model.engine",
        ("vllm serves smollm2", "passes over 'llama.cpp'"),
        safetensors_on_vllm,
        Status.WARN,
    ),
    S(
        "a GGUF model on an engine that is not made for it",
        "DMR 13",
        "500",
        "model.engine",
        ("is GGUF", "names vllm"),
        gguf_on_vllm,
        Status.WARN,
    ),
    S(
        "a model for embeddings, asked to chat",
        "DMR 23",
        "501, or nonsense",
        "model.engine",
        ("no model to chat with", "embeddings"),
        model("ai/mxbai-embed-large", "docker.io/ai/mxbai-embed-large:latest", SMOLLM),
        Status.WARN,
    ),
    S(
        "a format that llama.cpp does not read",
        "DMR 13",
        "412 vLLM binary not found",
        "model.engine",
        ("needs vLLM",),
        safetensors,
    ),
)
