"""Faults of the base itself: its form, and who else reaches it."""

from collections.abc import Callable

from kit.place_scenarios import CONNECTION_ERROR, at
from kit.runner_lab import GOOD, RunnerScenario, RunnerWorld
from quayside.app.core.diagnostics.model import Status


def written(base: str) -> Callable[[RunnerWorld], None]:
    return lambda world: at(world, base)


def named_not_valued(world: RunnerWorld) -> None:
    world.environment["ENGINE_BASE"] = GOOD
    at(world, "os.environ/ENGINE_BASE")


def two_variables(world: RunnerWorld) -> None:
    world.environment["MODEL_RUNNER_HOST"] = "gpu-box:12434"


def an_empty_variable(world: RunnerWorld) -> None:
    del world.environment["QUAYSIDE_BASE"]
    world.environment["DOCKER_MODEL_RUNNER_API_BASE"] = ""


S = RunnerScenario
SCENARIOS = (
    S(
        "a base without http://",
        "LiteLLM §2",
        CONNECTION_ERROR,
        "litellm.request",
        ("no http:// in front",),
        written("localhost:12434"),
        Status.WARN,
    ),
    S(
        "a key inside the base",
        "LiteLLM §2",
        "the key in a log",
        "settings.base",
        ("holds no user name or key",),
        written("http://user:pass@localhost:12434/engines/llama.cpp/v1"),
    ),
    S(
        "a scheme that nobody speaks",
        "LiteLLM §2",
        "UnsupportedProtocol",
        "settings.base",
        ("begins with 'ws://'",),
        written("ws://localhost:12434/engines/llama.cpp/v1"),
    ),
    S(
        "a query behind the base",
        "LiteLLM §2",
        "404",
        "settings.base",
        ("leave out '?'",),
        written("http://localhost:12434/engines/llama.cpp/v1?model=x"),
    ),
    S(
        "a base without /v1",
        "DMR 3",
        "404 not found",
        "litellm.request",
        ("adds no /v1", "gets 404"),
        written("http://localhost:12434/engines/llama.cpp"),
        Status.WARN,
    ),
    S(
        "the whole route as the base",
        "DMR 3",
        "404 not found",
        "settings.base",
        ("ends with the route /chat/completions", "others do not"),
        written("http://localhost:12434/engines/llama.cpp/v1/chat/completions"),
        Status.WARN,
    ),
    S(
        "/v1 twice",
        "DMR 3",
        "404 not found",
        "settings.base",
        ("/v1 twice",),
        written("http://localhost:12434/engines/llama.cpp/v1/v1"),
        Status.WARN,
    ),
    S(
        "the list of models as the base",
        "DMR 3",
        "404 not found",
        "settings.base",
        ("ends with the route /models", "nothing answers such a path"),
        written("http://localhost:12434/engines/llama.cpp/models"),
    ),
    S(
        "/v1 on the wrong side of the engine",
        "DMR 3",
        "404 backend not found",
        "settings.base",
        ("/v1 before the engine",),
        written("http://localhost:12434/engines/v1/llama.cpp"),
    ),
    S(
        "/v1 before everything",
        "DMR 3",
        "404 page not found",
        "settings.base",
        ("/v1 before /engines",),
        written("http://localhost:12434/v1/engines/llama.cpp/v1"),
    ),
    S(
        "a path that no runner has",
        "DMR 3",
        "404 page not found",
        "settings.base",
        ("does not begin with /engines",),
        written("http://localhost:12434/engine/llama.cpp/v1"),
    ),
    S(
        "a path of another server's",
        "DMR 3",
        "404 page not found",
        "listener.engine",
        ("leads to no route", "its own path"),
        written("http://localhost:12434/openai/v1"),
    ),
    S(
        "a base without any path, which clients complete in their own ways",
        "DMR 27",
        "404 page not found",
        "litellm.request",
        ("add /v1",),
        written("http://localhost:12434"),
        Status.WARN,
    ),
    S(
        "quotation marks that a .env file kept",
        "DMR 27",
        "Connection error.",
        "settings.base",
        ("quotation marks",),
        written("'http://localhost:12434/engines/llama.cpp/v1'"),
    ),
    S(
        "a variable's name where its value should be",
        "LiteLLM §7",
        "Connection error.",
        "settings.base",
        ("names the variable ENGINE_BASE",),
        named_not_valued,
    ),
    S(
        "Docker's CLI and Quayside with two runners",
        "DMR 18",
        "pulled, and not there",
        "settings.sources",
        ("gpu-box:12434", "two places"),
        two_variables,
        Status.WARN,
    ),
    S(
        "a variable that is set and empty",
        "DMR 2",
        CONNECTION_ERROR,
        "settings.sources",
        ("DOCKER_MODEL_RUNNER_API_BASE is set and empty",),
        an_empty_variable,
        Status.WARN,
    ),
)
