"""The ways on which Quayside asks, each told as text so far and how it ended."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass

from kit.exchanges import SAY_HI
from kit.good_answers import ONE, TWO
from quayside.app.core.events import Failed, Finished, TextDelta
from quayside.app.core.failures import Failure
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.runner.failing import RunnerApiError
from quayside.app.core.runner.handle import RunnerHandle
from quayside.app.core.runner.pulling import PullProgress
from quayside.app.core.runner.received import AnsweredRequest
from quayside.app.core.wire.client import EngineClient

WHOLE = ONE + TWO
Asked = AsyncGenerator[str | Failure]


@dataclass
class Told:
    """What a user has seen so far: it grows while the answer comes."""

    text: str = ""
    failure: Failure | None = None

    async def hear(self, asked: Asked) -> None:
        async with aclosing(asked) as steps:
            async for step in steps:
                if isinstance(step, Failure):
                    self.failure = step
                    break
                self.text += step


class Asker:
    """One client, used again and again; `way` is a name out of `WAYS`."""

    def __init__(self, way: str, base: str, seconds: float) -> None:
        self._ask = WAYS[way]
        self.base = base
        self.client = EngineClient()
        self.handle = RunnerHandle(base, seconds=seconds)

    async def ask(self, told: Told) -> Told:
        await told.hear(self._ask(self))
        return told

    async def close(self) -> None:
        await self.client.close()
        await self.handle.close()


def _chat(path: Path, stream: bool) -> Callable[[Asker], Asked]:
    async def ask(asker: Asker) -> Asked:
        lane = Lane(path, "ai/smollm2", asker.base, stream=stream)
        async with aclosing(asker.client.reply(lane, SAY_HI)) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    yield event.text
                if isinstance(event, Failed):
                    yield event.failure
                if isinstance(event, Finished):
                    assert event.reason

    return ask


async def _look(asker: Asker) -> Asked:
    taken = await asker.handle.snapshot()
    if taken.failure is not None:
        yield taken.failure
    for engine in sorted(taken.engines, key=lambda one: one.name):
        yield engine.name


async def _load(asker: Asker) -> Asked:
    try:
        await asker.handle.load("ai/smollm2")
        yield WHOLE
    except RunnerApiError as problem:
        yield problem.failure


async def _requests(asker: Asker) -> Asked:
    async with aclosing(asker.handle.requests()) as steps:
        async for step in steps:
            yield step.request.model if isinstance(step, AnsweredRequest) else step
            if isinstance(step, AnsweredRequest) and _is_last(step.request.model):
                return


async def _log(asker: Asker) -> Asked:
    async with aclosing(asker.handle.log()) as steps:
        async for step in steps:
            yield step
            if isinstance(step, str) and _is_last(step):
                return


def _is_last(word: str) -> bool:
    """What is followed has no end; the lab looks until a healthy server has said all."""
    return word[:1] == TWO[0] and word[-1:] == TWO[-1]


async def _pull(asker: Asker) -> Asked:
    async with aclosing(asker.handle.pull("ai/smollm2")) as steps:
        async for step in steps:
            if isinstance(step, PullProgress):
                yield step.state.message
            elif isinstance(step, Failure):
                yield step


WAYS: dict[str, Callable[[Asker], Asked]] = {
    "sdk, streamed": _chat(Path.SDK, True),
    "sdk, whole": _chat(Path.SDK, False),
    "proxy, streamed": _chat(Path.PROXY, True),
    "proxy, whole": _chat(Path.PROXY, False),
    "runner's state": _look,
    "load": _load,
    "requests": _requests,
    "log": _log,
    "pull": _pull,
}
