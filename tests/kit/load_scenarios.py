"""Faults that only a real request shows: loads, contexts, templates, broken streams."""

from collections.abc import Callable

import httpx

from kit.runner_lab import ALL_ANSWERS, RunnerScenario, RunnerWorld, streaming
from kit.strict_runner import text
from quayside.app.core.diagnostics.model import Status


def answering(status: int, body: str) -> Callable[[RunnerWorld], None]:
    def set_up(world: RunnerWorld) -> None:
        world.deep = True
        world.chat = lambda _request: text(status, body)

    return set_up


def engine_error(status: int, message: str, kind: str = "") -> Callable[[RunnerWorld], None]:
    def set_up(world: RunnerWorld) -> None:
        world.deep = True
        error = {"code": status, "message": message, "type": kind}
        world.chat = lambda _request: httpx.Response(status, json={"error": error})

    return set_up


def cut_off(world: RunnerWorld) -> None:
    world.deep = True
    world.chat = lambda _request: streaming(ALL_ANSWERS)


def error_in_stream(world: RunnerWorld) -> None:
    world.deep = True
    words = b'error: {"code":500,"message":"slot crashed","type":"server_error"}\n\n'
    world.chat = lambda _request: streaming(ALL_ANSWERS, words)


def well(world: RunnerWorld) -> None:
    world.chat = None


LOAD = "unable to load runner: error waiting for runner to be ready: llama.cpp terminated "
LOAD += "unexpectedly: llama.cpp "


def deep(
    name: str,
    pain: str,
    today: str,
    words: str,
    set_up: Callable[[RunnerWorld], None],
    cure: str = "",
    by_hand: Callable[[RunnerWorld], None] | None = None,
) -> RunnerScenario:
    """Found only by asking for a token."""
    return RunnerScenario(
        name, pain, today, "stream.engine", (words,), set_up, Status.FAIL, cure, by_hand
    )


SCENARIOS = (
    deep(
        "not enough memory for a second model",
        "DMR 10",
        "500",
        "not enough memory",
        answering(500, LOAD + "failed: not enough GPU memory to load the model (CUDA)"),
    ),
    deep(
        "a program that Windows refuses",
        "DMR 11",
        "exit status 0xc0000135",
        "does not start on this machine",
        answering(500, LOAD + "exit status: exit status 0xc0000135"),
        "Update the graphics driver",
        well,
    ),
    deep(
        "an engine older than its model",
        "DMR 12",
        "failed to load model",
        "does not know this kind of model",
        answering(500, LOAD + "failed: unknown model architecture: 'qwen4'"),
    ),
    deep(
        "vLLM's program is missing",
        "DMR 13",
        "412",
        "is not installed",
        answering(412, "vLLM binary not found"),
    ),
    deep(
        "a prompt longer than the context",
        "DMR 9",
        "400",
        "longer than the model's context",
        engine_error(
            400,
            "request (9031 tokens) exceeds the available context size (2048 tokens)",
            "exceed_context_size_error",
        ),
    ),
    deep(
        "a chat template that refuses",
        "DMR 24",
        "500 Jinja",
        "chat template refuses",
        engine_error(500, "Jinja Exception: system message must be first"),
        "new session",
        well,
    ),
    deep(
        "a model that makes embeddings alone",
        "DMR 23",
        "501",
        "cannot do this",
        engine_error(501, "This server does not support chat completions"),
        "Use a chat model",
        well,
    ),
    deep(
        "a time limit shorter than the load",
        "DMR 6",
        "408",
        "waited too long",
        answering(408, "Request Timeout"),
        "Load the model first",
        well,
    ),
    deep(
        "a runner that has just started",
        "DMR 8",
        "503",
        "has just started",
        answering(503, "backend installer not started"),
        "Send again",
        well,
    ),
    deep(
        "an engine that ends while it answers",
        "LiteLLM §0.5",
        "finish_reason: stop",
        "cut off",
        cut_off,
        "Send again",
        well,
    ),
    deep(
        "an error in the middle of a stream",
        "LiteLLM §0.5",
        "finish_reason: stop",
        "slot crashed",
        error_in_stream,
        "Send again",
        well,
    ),
)
