"""Measures in this process, over a scripted source: plans are carried out without waiting."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing

from quayside.app.core.comparison.measuring.process import Measured
from quayside.app.core.comparison.plan import Plan
from quayside.app.core.comparison.run import NoSurroundings, Run, Surroundings
from quayside.app.core.comparison.sweep import sweep
from quayside.app.core.failures import Failure
from quayside.app.core.held_source import HeldSource
from quayside.app.core.wire.source import ReplySource


async def no_rest(_seconds: float) -> None:
    return None


class ScriptedMeasurer:
    """`plans` holds what it was asked to carry out; `clock` gives the time of each request."""

    def __init__(self, source: ReplySource, surroundings: Surroundings | None = None) -> None:
        self.source = source
        self.surroundings = surroundings or NoSurroundings()
        self.plans: list[Plan] = []
        self._ticks = 0.0

    def clock(self) -> float:
        self._ticks += 1.0
        return self._ticks

    async def measure(
        self, plan: Plan, held: Mapping[int, Failure] | None = None
    ) -> AsyncGenerator[Measured, None]:
        self.plans.append(plan)
        unprepared = [(plan.lanes[lane], failure) for lane, failure in (held or {}).items()]
        source = HeldSource(self.source, unprepared)
        run = Run(plan, source, self.surroundings, clock=self.clock, rest=no_rest)
        async with aclosing(run.steps()) as steps:
            async for step in steps:
                yield step
        async with aclosing(sweep(run)) as loads:
            async for step in loads:
                yield step
