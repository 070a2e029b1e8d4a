"""Keeps track of what is being prepared, and lets lanes wait for it."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from ..core.failures import Failure
from ..core.lanes import Lane
from ..core.preparation import Preparation, PreparationStep
from ..core.progress import Progress

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


@dataclass(slots=True)
class PreparationState:
    """How far one preparation has come."""

    preparation: Preparation
    message: str = ""
    share: float | None = None
    failure: Failure | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def follow(self) -> None:
        """Run the preparation to its end, whatever the end is."""
        try:
            steps = cast("AsyncGenerator[PreparationStep, None]", self.preparation.steps())
            async with aclosing(steps):
                async for step in steps:
                    self.note(step)
                    if self.failure is not None:
                        break
        finally:
            self.over.set()

    def note(self, step: PreparationStep) -> None:
        match step:
            case Progress():
                self.message = step.message
                self.share = step.done / step.total if step.total > 0 else None
            case Failure():
                self.failure = step


def _state(preparation: Preparation) -> PreparationState:
    return PreparationState(preparation, message=f"starting {preparation.title}")


class PreparationBoard:
    """All preparations of this run of the workbench."""

    def __init__(self, preparations: Sequence[Preparation]) -> None:
        self.states = [_state(one) for one in preparations if not one.on_demand]
        """Those that are wanted; one that nobody wanted yet is not told of."""
        self._dormant = [one for one in preparations if one.on_demand]

    def wake(self, lanes: Sequence[Lane]) -> list[PreparationState]:
        """Those that were not wanted before and are by `lanes`: they are to be run."""
        wanted = [one for one in self._dormant if any(map(one.holds, lanes))]
        self._dormant = [one for one in self._dormant if one not in wanted]
        woken = [_state(one) for one in wanted]
        self.states += woken
        return woken

    def waiting_for(self, lane: Lane) -> str:
        """The message of the preparation that this lane waits for; empty when it waits for none."""
        return next((state.message for state in self._holding(lane)), "")

    async def ready(self, lane: Lane) -> Lane | Failure:
        """Wait until `lane` can send: gives the lane as it then is, or why it never will be."""
        for state in [state for state in self.states if state.preparation.holds(lane)]:
            await state.over.wait()
            if state.failure is not None:
                return state.failure
            lane = state.preparation.settle(lane)
        return lane

    def settled(self, lane: Lane) -> Lane:
        """`lane` with what the finished preparations know of it."""
        for state in self.states:
            done = state.over.is_set() and state.failure is None
            if done and state.preparation.holds(lane):
                lane = state.preparation.settle(lane)
        return lane

    def _holding(self, lane: Lane) -> list[PreparationState]:
        return [
            state
            for state in self.states
            if not state.over.is_set() and state.preparation.holds(lane)
        ]
