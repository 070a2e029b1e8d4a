"""Runs checks for the screen: over the lanes that are ready, and again for those that were not."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import TYPE_CHECKING, cast

from ...core.failures import Failure
from ...core.lanes import Lane
from ..desk import Desk
from .diagnosis import Diagnosis

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from ...core.diagnostics.model import Step


class Looking:
    """One run at a time; `changed` is called at each step of it."""

    def __init__(self, desk: Desk, changed: Callable[[], None]) -> None:
        self.desk = desk
        self.diagnosis = Diagnosis()
        self.lanes: list[Lane] = []
        """Those that are looked at: one of each path."""
        self.place: int | None = None
        """The lane that is wanted, where there are several of its path."""
        self.left: list[Lane] = []
        """Those that are not ready yet."""
        self.running = False
        self.seconds = 0.0
        """How long the last run of all checks took."""
        self._changed = changed
        self._asked_of: list[Lane] | None = None

    async def at_all(self, deep: bool) -> None:
        """All checks; waits only where no lane is ready at all."""
        self.diagnosis.begin()
        self.running = True
        try:
            held = await self._sort_lanes()
            if not self.lanes and self.left:
                self._changed()
                held += await self._first_ready()
            await self._all(held, deep)
        finally:
            self._over()

    async def at_one(self, name: str) -> None:
        """One check, with those that it needs."""
        self.running = True
        try:
            await self._take(name=name, deep=True)
        finally:
            self._over()

    @property
    def stale(self) -> bool:
        """Whether the desk's lanes are not what they were when they were looked at."""
        lanes = list(self.desk.lanes.values())
        return not self.running and self._asked_of is not None and self._asked_of != lanes

    def takes_news(self) -> bool:
        """Whether a lane that was not ready is ready now; said once.

        Not during a search: a proxy that has just started is slow to answer two at once.
        """
        waiting = self.desk.board.waiting_for
        idle = not self.running and not self.desk.searching
        news = idle and any(not waiting(lane) for lane in self.left)
        if news:
            self.left = []
        return news

    async def _all(self, held: list[tuple[Lane, Failure]], deep: bool) -> None:
        from ...core.diagnostics.unprepared import unprepared

        began = self.desk.kit.clock()
        self.diagnosis.begin(unprepared(lane, failure) for lane, failure in held)
        await self._take(name="", deep=deep)
        self.seconds = self.desk.kit.clock() - began

    async def _take(self, name: str, deep: bool) -> None:
        told = cast("AsyncGenerator[Step, None]", self.desk.kit.diagnose(self.lanes, deep, name))
        async with aclosing(told) as steps:
            async for step in steps:
                self.diagnosis.take(step)
                self._changed()

    async def _sort_lanes(self) -> list[tuple[Lane, Failure]]:
        """Fills `lanes` and `left`; gives the lanes that will never be ready, and why."""
        board = self.desk.board
        self._asked_of = list(self.desk.lanes.values())
        lanes = self._one_of_each()
        self.left = [lane for lane in lanes if board.waiting_for(lane)]
        ready = [(lane, await board.ready(lane)) for lane in lanes if lane not in self.left]
        self.lanes = [known for _, known in ready if isinstance(known, Lane)]
        return [(lane, known) for lane, known in ready if isinstance(known, Failure)]

    def _one_of_each(self) -> list[Lane]:
        """The first lane of each path, in the order of the columns; the one wanted before all."""
        columns = self.desk.lanes
        wanted = [columns[self.place]] if self.place in columns else []
        first = {lane.path: lane for lane in reversed([*wanted, *columns.values()])}
        return [lane for lane in columns.values() if first.get(lane.path) is lane]

    async def _first_ready(self) -> list[tuple[Lane, Failure]]:
        waits = [asyncio.create_task(self.desk.board.ready(lane)) for lane in self.left]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()
        return await self._sort_lanes()

    def _over(self) -> None:
        self.running = False
        self.diagnosis.end()
        self._changed()
