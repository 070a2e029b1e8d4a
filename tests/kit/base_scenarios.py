"""Faults of the base itself: its form, and who else reaches it."""

from kit.place_scenarios import CONNECTION_ERROR, at
from kit.runner_lab import RunnerScenario, RunnerWorld
from quayside.app.core.diagnostics.model import Status


def bare_host(world: RunnerWorld) -> None:
    at(world, "localhost:12434")


def logged_in(world: RunnerWorld) -> None:
    at(world, "http://user:pass@localhost:12434/engines/llama.cpp")


def other_scheme(world: RunnerWorld) -> None:
    at(world, "ws://localhost:12434/engines/llama.cpp")


def with_a_query(world: RunnerWorld) -> None:
    at(world, "http://localhost:12434/engines/llama.cpp?model=x")


def without_v1(world: RunnerWorld) -> None:
    at(world, "http://localhost:12434/engines/llama.cpp")


def whole_route(world: RunnerWorld) -> None:
    at(world, "http://localhost:12434/engines/llama.cpp/v1/chat/completions")


def open_to_all(world: RunnerWorld) -> None:
    world.addresses = ["192.0.2.7"]
    world.servers["192.0.2.7:12434"] = world.runner.answer


S = RunnerScenario
SCENARIOS = (
    S(
        "a base without http://",
        "LiteLLM §2",
        CONNECTION_ERROR,
        "litellm.request",
        ("no http:// in front",),
        bare_host,
        Status.WARN,
    ),
    S(
        "a key inside the base",
        "LiteLLM §2",
        "the key in a log",
        "settings.base",
        ("holds no user name or key",),
        logged_in,
    ),
    S(
        "a scheme that nobody speaks",
        "LiteLLM §2",
        "UnsupportedProtocol",
        "settings.base",
        ("begins with 'ws://'",),
        other_scheme,
    ),
    S(
        "a query behind the base",
        "LiteLLM §2",
        "404",
        "settings.base",
        ("leave out '?'",),
        with_a_query,
    ),
    S(
        "a base without /v1",
        "DMR 3",
        "404 not found",
        "litellm.request",
        ("adds no /v1", "gets 404"),
        without_v1,
        Status.WARN,
    ),
    S(
        "the whole route as the base",
        "DMR 3",
        "404 not found",
        "litellm.request",
        ("gets 404",),
        whole_route,
        Status.WARN,
    ),
    S(
        "a runner that the whole network can use",
        "DMR 17",
        "nothing at all",
        "network.exposure",
        ("everyone in your network", "192.0.2.7"),
        open_to_all,
        Status.WARN,
    ),
)
