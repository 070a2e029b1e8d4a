"""Faults of what listens where a runner should: other programs, schemes, keys."""

from collections.abc import Callable

import httpx

from kit.place_scenarios import at
from kit.runner_lab import Handler, RunnerScenario, RunnerWorld
from kit.strict_runner import text
from quayside.app.core.diagnostics.model import Status


def listening(place: str, handler: Handler, base: str = "") -> Callable[[RunnerWorld], None]:
    def set_up(world: RunnerWorld) -> None:
        at(world, base or f"http://{place}/engines/llama.cpp/v1")
        world.names.add(place.partition(":")[0])
        world.servers[place] = handler

    return set_up


def breaking(words: str) -> Handler:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.RemoteProtocolError(words, request=request)

    return answer


def stuck(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("timed out", request=request)


def openai(request: httpx.Request) -> httpx.Response:
    path = request.url.path
    if path == "/v1/models":
        models = [{"id": "ai/smollm2", "object": "model"}]
        return httpx.Response(200, json={"object": "list", "data": models})
    if path == "/v1/chat/completions":
        return httpx.Response(400, json={"error": {"message": "model is required"}})
    return text(404, "404 page not found")


def ollama(request: httpx.Request) -> httpx.Response:
    return text(200, "Ollama is running") if request.url.path == "/" else openai(request)


def llama_server(request: httpx.Request) -> httpx.Response:
    props = {"default_generation_settings": {}}
    return httpx.Response(200, json=props) if request.url.path == "/props" else openai(request)


def litellm(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/health/liveliness":
        return httpx.Response(200, json="I'm alive!")
    if request.url.path == "/health/readiness":
        return httpx.Response(200, json={"status": "healthy", "db": "Not connected"})
    return httpx.Response(404, json={"detail": "Not Found"})


def gateway(request: httpx.Request) -> httpx.Response:
    healthy = {"status": "healthy", "version": "v1.2", "models": ["smollm2"]}
    if request.url.path in ("/", "/health"):
        return httpx.Response(200, json=healthy, headers={"x-model-cli-version": "v1.2"})
    return httpx.Response(404, json={"error": {"message": "not found"}})


def page(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, html="<html><body>Log in to the router</body></html>")


def freed(world: RunnerWorld) -> None:
    world.servers["gpu-box:12434"] = world.runner.answer


S = RunnerScenario
SCENARIOS = (
    S(
        "another program on the port",
        "DMR 15",
        "HTML where JSON was expected",
        "listener.engine",
        ("not known here",),
        listening("gpu-box:12434", page),
        Status.WARN,
        "Check host and port",
        freed,
    ),
    S(
        "a port that answers no HTTP",
        "DMR 15",
        "illegal status line",
        "listener.engine",
        ("does not answer HTTP", "another program"),
        listening("gpu-box:12434", breaking("illegal status line")),
        cure="See which program holds the port",
        by_hand=freed,
    ),
    S(
        "an empty reply on Windows",
        "DMR 16",
        "Empty reply from server",
        "listener.engine",
        ("hangs up without an answer", "reserved port range"),
        listening("localhost:12434", breaking("Server disconnected without sending a response.")),
        cure="excludedportrange",
    ),
    S(
        "a runner that is stuck",
        "DMR 6",
        "it hangs",
        "listener.engine",
        ("does not answer HTTP in time", "the server hangs"),
        listening("localhost:12434", stuck),
        cure="Start the runner again",
    ),
    S(
        "another program that waits for another protocol",
        "DMR 15",
        "it hangs",
        "listener.engine",
        ("does not answer HTTP in time", "another protocol"),
        listening("gpu-box:12434", stuck),
        cure="See which program",
        by_hand=freed,
    ),
    S(
        "Ollama under an engine's path",
        "DMR 3",
        "404 page not found",
        "listener.engine",
        ("no Docker Model Runner: Ollama",),
        listening("localhost:11434", ollama),
    ),
    S(
        "llama.cpp's own server under an engine's path",
        "LiteLLM §6.8",
        "File Not Found",
        "listener.engine",
        ("llama.cpp's server",),
        listening("localhost:8080", llama_server),
    ),
    S(
        "any other engine under a runner's path",
        "DMR 27",
        "404",
        "listener.engine",
        ("OpenAI-compatible server",),
        listening("localhost:8000", openai),
    ),
    S(
        "the proxy's address as the engine's base",
        "LiteLLM §4",
        "Invalid model name passed in model=llama.cpp/v1",
        "listener.engine",
        ("no engine: LiteLLM Proxy",),
        listening("localhost:4000", litellm),
    ),
    S(
        "Docker's own gateway as the engine's base",
        "DMR §4.1",
        "404",
        "listener.engine",
        ("no engine: Docker's own model gateway",),
        listening("localhost:4000", gateway),
    ),
)
