"""Sends the requests of a plan and gives a sample of each; a lane that fails stops no other."""

import asyncio
import secrets
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Protocol

from ..events import Phase, PhaseEntered
from ..lanes import Lane, Message
from ..runner.received import ReceivedRequest
from ..wire.source import ReplySource
from .observation import Observation
from .patience import patient
from .plan import Kind, Mode, Place, Plan
from .sample import Sample
from .schedule import schedule

_WORKLOAD_WARM_UP_TOKENS = 8
"""A workload's warm-up opens the connection and loads the model; its answer is not waited for."""

_NONCE_DIGITS = 12
CROWDED = "The runner cannot hold the models of all lanes at once:"
IN_TURNS = (
    "each is loaded and warmed again before its turn, outside of what is measured. Asked lane by "
    "lane (--sequential, or the key o) each is loaded twice in all."
)
DRIFT = (
    "Asked lane by lane: a steady drift falls on all lanes alike, but whatever else changes "
    "meanwhile counts as a difference."
)
LANE_BY_LANE = "each is loaded and warmed again when its lane's rounds begin."


@dataclass(frozen=True, slots=True)
class Asking:
    """A request is under way, and what it waits for."""

    place: Place
    phase: Phase


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the run that the reader of its figures must know."""

    text: str


@dataclass(frozen=True, slots=True)
class Received:
    """A lane's request as the runner behind it received it."""

    lane: int
    request: ReceivedRequest


Step = Asking | Sample | Remark | Received


class Surroundings(Protocol):
    """What a run may ask of the runners behind its lanes."""

    async def make_cold(self, lane: Lane) -> str:
        """Unload the lane's model; gives why it could not, or the empty text."""
        ...

    async def crowded(self, lanes: Sequence[Lane]) -> bool:
        """Whether a runner cannot hold the models of all lanes at once."""
        ...

    async def make_resident(self, lane: Lane) -> bool:
        """Load the lane's model where another one has pushed it out; tells whether it had to."""
        ...

    async def received(self, lane: Lane) -> ReceivedRequest | None:
        """What a runner received of the lane's last request; None where no one can tell."""
        ...


class NoSurroundings:
    """Runners that are not asked anything."""

    async def make_cold(self, lane: Lane) -> str:
        return "nobody was asked to unload it"

    async def crowded(self, lanes: Sequence[Lane]) -> bool:
        return False

    async def make_resident(self, lane: Lane) -> bool:
        return False

    async def received(self, lane: Lane) -> ReceivedRequest | None:
        return None


@dataclass(slots=True)
class Run:
    """One execution of a plan. Closing the generator of `steps` stops the engine."""

    plan: Plan
    source: ReplySource
    surroundings: Surroundings = field(default_factory=NoSurroundings)
    clock: Callable[[], float] = time.monotonic
    rest: Callable[[float], Awaitable[None]] = asyncio.sleep
    """Waits between two requests; a measuring process tidies up there."""
    _started: float = 0.0
    _crowded: bool = False
    _received: set[int] = field(default_factory=set[int])
    _failed: set[int] = field(default_factory=set[int])
    """Lanes whose first requests failed: what they lack is no lack of memory."""

    async def steps(self) -> AsyncGenerator[Step, None]:
        """Every request as it is made and as it ends, one at a time."""
        self._started = self.clock()
        warmed = False
        for place in schedule(self.plan):
            if place.kind is Kind.MEASURED and not warmed:
                warmed = True
                if self.plan.sequential:
                    yield Remark(DRIFT)
                if remark := await self._look_around():
                    yield remark
            async with aclosing(self._place(place)) as steps:
                async for step in steps:
                    if not warmed and isinstance(step, Sample) and step.failure is not None:
                        self._failed.add(place.lane)
                    yield step
            if received := await self._look_it_up(place.lane):
                yield received
            await self.rest(self.plan.pause)

    async def ask(self, place: Place) -> AsyncGenerator[Asking | Sample, None]:
        """One request: what it waits for, then its sample."""
        lane = self._lane(place)
        observation = Observation(place, lane.key)
        began = self.clock() - self._started
        replying = self.source.reply(lane, self._messages(place))
        async with aclosing(patient(replying, lane, self.plan.patience)) as events:
            async for event in events:
                observation.note(event)
                if isinstance(event, PhaseEntered):
                    yield Asking(place, event.phase)
        yield observation.sample(round(began, 6))

    async def _place(self, place: Place) -> AsyncGenerator[Step, None]:
        lane = self.plan.lanes[place.lane]
        if place.kind is Kind.COLD and (reason := await self.surroundings.make_cold(lane)):
            yield Remark(f"lane {place.lane + 1} was not cold: {reason}")
        crowded = self._crowded and place.lane not in self._failed
        if crowded and await self.surroundings.make_resident(lane):
            again = replace(place, kind=Kind.WARM_UP)
            async with aclosing(self.ask(again)) as steps:
                async for step in steps:
                    yield step
        async with aclosing(self.ask(place)) as steps:
            async for step in steps:
                yield step

    async def _look_it_up(self, lane: int) -> Received | None:
        """Once a lane, right after its first answer, when no other request was sent since."""
        if lane in self._received:
            return None
        self._received.add(lane)
        request = await self.surroundings.received(self.plan.lanes[lane])
        return None if request is None else Received(lane, request)

    async def _look_around(self) -> Remark | None:
        lanes = [lane for at, lane in enumerate(self.plan.lanes) if at not in self._failed]
        self._crowded = await self.surroundings.crowded(lanes)
        if not self._crowded:
            return None
        return Remark(f"{CROWDED} {LANE_BY_LANE if self.plan.sequential else IN_TURNS}")

    def _lane(self, place: Place) -> Lane:
        lane = self.plan.lanes[place.lane]
        if place.kind is Kind.WARM_UP and self.plan.mode is Mode.WORKLOAD:
            return replace(
                lane, parameters={**lane.parameters, "max_tokens": _WORKLOAD_WARM_UP_TOKENS}
            )
        return lane

    def _messages(self, place: Place) -> list[Message]:
        prompt = self.plan.prompts[place.prompt]
        if self.plan.nonce:
            # In front: a cache keeps the longest beginning that it knows. Of digits alone, so
            # that each is as many tokens as the next one.
            prompt = f"[{secrets.randbelow(10**_NONCE_DIGITS):0{_NONCE_DIGITS}}] {prompt}"
        return [{"role": "user", "content": prompt}]
