"""Faults that show in time, and in what the runner has on record of others' requests."""

import json
import time
from collections.abc import Callable, Sequence

import httpx

from kit.runner_lab import RunnerScenario, RunnerWorld
from kit.strict_runner import text
from quayside.app.core.diagnostics.model import Status
from quayside.app.core.events import (
    Connection,
    Event,
    Finished,
    HeadersReceived,
    TextDelta,
    Timings,
)

OK = {"content-type": "text/event-stream"}
REFUSED = {"code": 400, "type": "exceed_context_size_error"}
REFUSED |= {"message": "request (9031 tokens) exceeds the available context size (4096 tokens)"}
REFUSED |= {"n_prompt_tokens": 9031, "n_ctx": 4096}
JINJA = {"code": 500, "message": "Jinja Exception: system message must be first"}


def played(*events: Event) -> Callable[[RunnerWorld], None]:
    def set_up(world: RunnerWorld) -> None:
        world.deep, world.script = True, list(events)

    return set_up


def headers(at: float) -> HeadersReceived:
    return HeadersReceived(at, 200, OK, Connection(False, 0.01, 0.02))


def pieces(first: float, apart: float) -> list[Event]:
    start = time.monotonic() + first
    told = [TextDelta(start + place * apart, "word ") for place in range(20)]
    return [*told, Finished(told[-1].at, "stop")]


def held_back(world: RunnerWorld) -> None:
    played(headers(0.1), *pieces(3600, 0.001))(world)


def impatient(world: RunnerWorld) -> None:
    """Refuses every first request."""
    asked = list[int]()
    world.deep = True

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(1)
        if len(asked) % 2 == 0:
            return world.answer_well(request)
        return httpx.Response(503, json={"error": {"message": "Loading model"}})

    world.chat = answer


def on_record(status: int, error: object) -> Callable[[RunnerWorld], None]:
    def set_up(world: RunnerWorld) -> None:
        record = {"id": "sha256:00_2", "model": "ai/smollm2", "method": "POST"}
        record |= {"url": "/engines/llama.cpp/v1/chat/completions", "request": "{}"}
        good = {**record, "id": "sha256:00_1", "status_code": 200, "response": "{}"}
        bad = {**record, "status_code": status, "error": json.dumps({"error": error})}
        world.runner.received = [{"model": "sha256:00", "records": [good, bad]}]

    return set_up


def sent_well(world: RunnerWorld) -> None:
    world.runner.received = ()


def foreign_origin(world: RunnerWorld) -> None:
    world.servers["localhost:12434"] = lambda request: (
        text(403, "Origin not allowed") if request.method == "POST" else world.answer_well(request)
    )


def without_origin(world: RunnerWorld) -> None:
    world.servers.clear()


def timed(
    name: str,
    pain: str,
    today: str,
    check: str,
    words: Sequence[str],
    set_up: Callable[[RunnerWorld], None],
    cure: str = "",
    by_hand: Callable[[RunnerWorld], None] | None = None,
) -> RunnerScenario:
    return RunnerScenario(name, pain, today, check, words, set_up, Status.WARN, cure, by_hand)


SLOW = Timings(0, 12, 60.0, 20, 20_000.0)
SCENARIOS = (
    timed(
        "a load that takes longer than clients wait, and comes back after every pause",
        "DMR 6, 7",
        "it dies after half a minute, each time",
        "stream.engine",
        ("silent for 44 s", "ends the load", "Five idle minutes later"),
        played(headers(44.02), TextDelta(44.1, "Hi"), Finished(44.1, "stop")),
    ),
    timed(
        "an old runner that does not wait",
        "DMR 8",
        "503 Loading model",
        "stream.engine",
        ("well when asked again", "do not wait"),
        impatient,
    ),
    timed(
        "a stream that is held back on its way from the engine",
        "DMR 6",
        "nothing for a while, then the whole answer",
        "stream.engine-flow",
        ("all at once", "gathers the stream"),
        held_back,
    ),
    timed(
        "a graphics card that is idle",
        "DMR 14",
        "it is slow",
        "stream.engine-flow",
        ("1.0 tokens a second", "graphics card is idle"),
        played(*[TextDelta(at / 10, "w") for at in range(20)], Finished(2.0, "stop", None, SLOW)),
    ),
    timed(
        "others' prompts that are longer than the context",
        "DMR 9",
        "400",
        "received.engine",
        ("refused the last request", "9031 tokens", "1 of the 2"),
        on_record(400, REFUSED),
    ),
    timed(
        "others' messages that the template refuses",
        "DMR 24",
        "500 Jinja",
        "received.engine",
        ("chat template refuses",),
        on_record(500, JINJA),
        "without a system prompt",
        sent_well,
    ),
    RunnerScenario(
        "a web proxy that adds an Origin",
        "DMR 22",
        "403",
        "route.engine",
        ("refused the request's origin",),
        foreign_origin,
        Status.FAIL,
        "Find what adds the header",
        without_origin,
    ),
)
