"""How long the measuring process itself was held up: its stamps are late by no more."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from ..statistics import quantile

TICK_SECONDS = 0.005
DISTURBED = 2.0
"""Milliseconds at the 99th percentile from which figures of a few milliseconds are in doubt."""
_MOST_TICKS = 200_000


@dataclass(frozen=True, slots=True)
class Stall:
    """Lateness of a steady tick, in milliseconds."""

    p50: float
    p99: float
    worst: float
    ticks: int

    @property
    def disturbed(self) -> bool:
        return self.p99 > DISTURBED


@dataclass(slots=True)
class StallMeter:
    """Ticks on an absolute schedule, so that a tick that was missed counts with its lateness.

    Only those count that come while `timing` is true: what is done when nothing is timed, such as
    the telling of what was measured, makes no stamp late.
    """

    timing: Callable[[], bool]
    late: list[float] = field(default_factory=list[float])

    @asynccontextmanager
    async def watching(self) -> AsyncGenerator[None]:
        ticking = asyncio.create_task(self._tick())
        try:
            yield
        finally:
            ticking.cancel()
            await asyncio.wait({ticking})

    def stall(self) -> Stall | None:
        """None before the first tick."""
        late = sorted(self.late)
        if not late:
            return None
        shares = (quantile(late, 0.5), quantile(late, 0.99), late[-1])
        p50, p99, worst = (round(value, 3) for value in shares)
        return Stall(p50, p99, worst, len(late))

    async def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while len(self.late) < _MOST_TICKS:
            due += TICK_SECONDS
            await asyncio.sleep(due - loop.time())
            if self.timing():
                self.late.append(max(0.0, loop.time() - due) * 1000)
