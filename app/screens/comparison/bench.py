"""Where the compare screen measures: one plan at a time, and the result on show."""

from typing import TYPE_CHECKING

from ...core.comparison.plan import Mode
from ...core.failures import Failure
from ...core.lanes import Lane
from ..desk import Desk
from .measurement import Measurement
from .plans import Wanted, plan_for
from .result import Result, nothing_yet

if TYPE_CHECKING:
    from collections.abc import Mapping


class Bench:
    """`result` is what was measured last, also while it is being measured."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.measurement: Measurement | None = None
        self.waiting_for: Lane | None = None
        self.failure: Failure | None = None
        """Why nothing, or not all, could be measured."""
        self._result = nothing_yet(list(desk.lanes.values()), Mode.WORKLOAD)

    @property
    def result(self) -> Result:
        return self.measurement.result if self.measurement else self._result

    def follow_lanes(self, mode: Mode) -> None:
        """Show the desk's lanes as they are now, where nothing was measured yet."""
        if self.measurement is None:
            self._result = nothing_yet(list(self.desk.lanes.values()), mode)

    async def compare(self, wanted: Wanted) -> None:
        """Carry out what is wanted. Cancelling it while it waits for lanes measures nothing."""
        self.failure = None
        try:
            lanes, held = await self._ready_lanes()
        finally:
            self.waiting_for = None
        if len(held) == len(lanes):
            self.failure = next(iter(held.values()), None)
            return
        measuring = Measurement(self.desk.kit.measurer, plan_for(lanes, wanted), held)
        self.measurement = measuring
        await measuring.run()
        self.failure = measuring.failure

    def stop(self) -> bool:
        """Whether there was a measurement to stop."""
        if self.measurement is None or not self.measurement.running:
            return False
        self.measurement.stop()
        return True

    async def _ready_lanes(self) -> "tuple[list[Lane], Mapping[int, Failure]]":
        """All lanes; those that cannot be asked as they are, and why by their place."""
        lanes: list[Lane] = []
        held: dict[int, Failure] = {}
        for place, lane in enumerate(self.desk.lanes.values()):
            self.waiting_for = lane
            ready = await self.desk.board.ready(lane)
            if isinstance(ready, Failure):
                held[place] = ready
            lanes.append(lane if isinstance(ready, Failure) else ready)
        return lanes, held
