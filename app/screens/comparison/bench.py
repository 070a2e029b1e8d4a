"""Where the compare screen measures: one plan at a time, and the result on show."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from ...core.comparison.plan import Plan
from ...core.comparison.record import Record
from ...core.failures import Failure
from ...core.lanes import Lane
from ..desk import Desk
from .measurement import Measurement
from .plans import Wanted, plan_for, self_test_plan
from .result import NOTHING_WANTED, Result, derive, nothing_yet
from .saving import keep

Prepared = tuple[Plan, Mapping[int, Failure] | None]


class Bench:
    """`result` is what was measured or opened last, also while it is being measured."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.measurement: Measurement | None = None
        """The last one, of whatever it was."""
        self.testing = False
        """Whether that one is a self-test."""
        self.waiting_for: Lane | None = None
        self.failure: Failure | None = None
        """Why nothing, or not all, could be measured."""
        self.told = ""
        """Where the result came from or went to."""
        self._plan: Plan | None = None
        """Of what was measured last, with the lanes' keys."""
        self._shown = nothing_yet(list(desk.lanes.values()), NOTHING_WANTED)
        self._self_test: Result | None = None

    @property
    def result(self) -> Result:
        live = self.measurement if not self.testing else None
        return live.result if live is not None and live.running else self._shown

    @property
    def measured(self) -> bool:
        """Whether there is anything on show that was measured."""
        return bool(self.result.samples)

    def follow_lanes(self, wanted: Wanted) -> None:
        """Show the desk's lanes as they are now, where nothing was measured yet."""
        if not self.measured and self.measurement is None:
            self._shown = nothing_yet(list(self.desk.lanes.values()), wanted)

    async def compare(self, wanted: Wanted) -> None:
        """Carry out what is wanted. Cancelling it while it waits for lanes measures nothing."""
        prepared = await self._prepared(wanted)
        if prepared is None:
            return
        self._plan = prepared[0]
        measured = await self._measure(prepared, testing=False)
        self._shown = measured.result
        if measured.stopped:
            self.told = "s saves them" if self.measured else ""
        else:
            await self._keep(measured.result.record)

    async def test_itself(self, wanted: Wanted) -> None:
        """Hold the first lane against itself, as it was measured last or is wanted now."""
        prepared = (self._plan, None) if self._plan else await self._prepared(wanted)
        if prepared is None:
            return
        measured = await self._measure((self_test_plan(prepared[0]), prepared[1]), testing=True)
        if not measured.stopped:
            self._self_test = measured.result
            self._shown = self._shown.beside(self._self_test)

    def show(self, record: Record, told: str) -> None:
        """Put a record on show that was measured another time."""
        self.measurement, self.failure, self._plan = None, None, None
        self._shown, self.told = derive(record, self._self_test), told

    def stop(self) -> bool:
        """Whether there was a measurement to stop."""
        if self.measurement is None or not self.measurement.running:
            return False
        self.measurement.stop()
        return True

    async def _measure(self, prepared: Prepared, *, testing: bool) -> Measurement:
        plan, held = prepared
        servers = await self.desk.kit.look_at(plan.lanes)
        self.told, self.testing = "", testing
        beside = None if testing else self._self_test
        self.measurement = Measurement(self.desk.kit.measurer, plan, held, servers, beside)
        await self.measurement.run()
        self.failure = self.measurement.failure
        return self.measurement

    async def _keep(self, record: Record) -> None:
        directory = self.desk.kit.data_directory
        if directory is not None and record.samples:
            self.told = await asyncio.to_thread(_kept, directory, record)

    async def _prepared(self, wanted: Wanted) -> Prepared | None:
        """The plan and the lanes that cannot be asked; None where that is all of them."""
        self.failure = None
        lanes: list[Lane] = []
        held: dict[int, Failure] = {}
        try:
            for place, lane in enumerate(self.desk.lanes.values()):
                self.waiting_for = lane
                ready = await self.desk.board.ready(lane)
                if isinstance(ready, Failure):
                    held[place] = ready
                lanes.append(lane if isinstance(ready, Failure) else ready)
        finally:
            self.waiting_for = None
        if len(held) == len(lanes):
            self.failure = next(iter(held.values()), None)
            return None
        return plan_for(lanes, wanted), held


def _kept(directory: Path, record: Record) -> str:
    try:
        return f"kept as {keep(directory, record).name}"
    except OSError as problem:
        return f"not kept: {problem}"
