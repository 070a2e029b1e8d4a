"""A reply source that plays scripts: events, and gates that a test opens."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence

from quayside.app.core.events import (
    Event,
    Failed,
    Finished,
    Phase,
    PhaseEntered,
    TextDelta,
    Timings,
    Usage,
)
from quayside.app.core.failures import Failure
from quayside.app.core.lanes import Lane, Message, Path


class Gate:
    """Holds a script until it is opened; `reached` tells that the script waits here."""

    def __init__(self) -> None:
        self._open = asyncio.Event()
        self.reached = asyncio.Event()

    def open(self) -> None:
        self._open.set()

    async def passed(self) -> None:
        self.reached.set()
        await self._open.wait()


Step = Event | Gate
Script = Sequence[Step]


class ScriptedSource:
    """Plays, for each request, the script of the lane's label, model or path.

    The same script is played for each request of its lane. `requests` holds what was
    asked, `abandoned` the labels of the replies that their reader left early.
    """

    def __init__(self, scripts: Mapping[str, Script] | None = None) -> None:
        self.scripts: dict[str, Script] = dict(scripts or {})
        self.requests: list[tuple[Lane, list[Message]]] = []
        self.abandoned: list[str] = []
        self.running = 0
        self.most_running = 0
        self.closed = False

    def script_of(self, lane: Lane) -> Script:
        for name in (lane.label, lane.model, lane.path.value):
            if name in self.scripts:
                return self.scripts[name]
        return answer(f"Answer of {lane.label}.")

    async def reply(self, lane: Lane, messages: Sequence[Message]) -> AsyncGenerator[Event, None]:
        self.requests.append((lane, list(messages)))
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        complete = False
        try:
            for step in self.script_of(lane):
                if isinstance(step, Gate):
                    await step.passed()
                else:
                    complete = isinstance(step, Finished | Failed)
                    yield step
        finally:
            self.running -= 1
            if not complete:
                self.abandoned.append(lane.label)

    async def close(self) -> None:
        self.closed = True


_BASES = {
    Path.SDK: "http://localhost:12434/engines/llama.cpp",
    Path.PROXY: "http://localhost:4000",
    Path.LITELLM: "http://localhost:12434/engines/llama.cpp/v1",
}


def a_lane(model: str = "ai/smollm2", path: Path = Path.SDK, base: str = "") -> Lane:
    return Lane(path, model, base or _BASES[path])


def opening() -> list[Event]:
    return [PhaseEntered(0.0, Phase.CONNECTING), PhaseEntered(0.1, Phase.PREFILL)]


def streamed(*pieces: str, start: float = 0.25, pace: float = 0.01) -> list[Event]:
    head: list[Event] = [PhaseEntered(start, Phase.STREAMING)]
    return head + [TextDelta(start + index * pace, piece) for index, piece in enumerate(pieces)]


def finished(at: float = 1.0, tokens: int = 8, speed: float = 50.0) -> Finished:
    timings = Timings(0, 12, 60.0, tokens, tokens / speed * 1000)
    return Finished(at, "stop", Usage(12, tokens), timings, "ai/smollm2")


def answer(*pieces: str) -> list[Event]:
    """A whole reply with the server's own figures."""
    return [*opening(), *streamed(*pieces), finished()]


def held(gate: Gate, *before: str, after: Sequence[str] = ()) -> list[Step]:
    """A reply that stops after `before` until the gate is opened."""
    return [*opening(), *streamed(*before), gate, *streamed(*after, start=0.5), finished()]


def a_failure(kind: str = "nothing-listening", seen: str = "") -> Failure:
    return Failure(
        kind=kind,
        summary="Nothing listens on localhost:22088",
        tried="POST http://localhost:22088/engines/llama.cpp/v1/chat/completions",
        seen=seen or "[Errno 111] Connection refused",
        cause="Docker Model Runner listens on 12434, LiteLLM's documents say 22088.",
        cure="Use port 12434.",
        command="quayside --base http://localhost:12434/engines/llama.cpp",
    )


def failing(failure: Failure | None = None, *before: str) -> list[Event]:
    return [*opening(), *streamed(*before), Failed(0.6, failure or a_failure())]
