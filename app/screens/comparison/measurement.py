"""One plan being carried out: its steps are kept at once, and analysed now and then."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from .... import __version__
from ...core.comparison.plan import Plan
from ...core.comparison.record import Record, Server, begin_record
from ...core.comparison.run import Asking
from ...core.comparison.sample import Sample
from ...core.failures import Failure
from .result import Result, derive

if TYPE_CHECKING:
    from ...core.comparison.measuring.process import Measurer

LEAST_INTERVAL = 0.4
_SHARE = 0.1
"""Of the time, that analyses may take: the engine may run on the same machine."""


class Measurement:
    """`run` carries it out; `stop` ends it early and keeps what was measured."""

    def __init__(
        self,
        measurer: "Measurer",
        plan: Plan,
        held: Mapping[int, Failure] | None = None,
        servers: Sequence[Server] = (),
        beside: Result | None = None,
    ) -> None:
        """`beside` is a self-test to hold the result against."""
        from ...core.comparison.keeping import RecordKeeper

        self._measurer, self._plan, self._held = measurer, plan, held
        self._keeper = RecordKeeper(begin_record(plan, __version__, servers))
        self._reading: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._beside = beside
        self.result: Result = derive(self._keeper.record, beside)
        self.stopped = False

    @property
    def done(self) -> int:
        return self._keeper.done

    @property
    def total(self) -> int:
        return self._keeper.total

    @property
    def seconds_left(self) -> float | None:
        return self._keeper.seconds_left

    @property
    def running(self) -> bool:
        return self._reading is not None and not self._reading.done()

    @property
    def asking(self) -> Asking | None:
        """The request that is under way."""
        return self._keeper.asking if self.running else None

    @property
    def failure(self) -> Failure | None:
        """Why the measuring itself ended early."""
        return self._keeper.failure

    async def run(self) -> None:
        """Until the plan is carried out or stopped; `result` is complete then."""
        self._reading = asyncio.create_task(self._read())
        analysing = asyncio.create_task(self._keep_analysing())
        try:
            await asyncio.wait({self._reading})
        finally:
            await _end(self._reading, analysing)
        if not self._reading.cancelled():
            self._reading.result()
        record = self._keeper.finish()
        self.result = await asyncio.to_thread(_complete, record, self._beside)

    def stop(self) -> None:
        if self._reading is not None and self.running:
            self.stopped = True
            self._reading.cancel()

    async def _read(self) -> None:
        async with aclosing(self._measurer.measure(self._plan, self._held)) as steps:
            async for step in steps:
                self._keeper.take(step)
                if isinstance(step, Sample):
                    self._news.set()

    async def _keep_analysing(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            cost = await self._analyse()
            await asyncio.sleep(max(LEAST_INTERVAL, cost / _SHARE))

    async def _analyse(self) -> float:
        """Beside the loop, which has keys to take and frames to paint; gives its seconds."""
        began = time.perf_counter()
        self.result = await asyncio.to_thread(derive, self._keeper.record, self._beside)
        return time.perf_counter() - began


def _complete(record: Record, beside: Result | None) -> Result:
    from ...core.comparison.servers import with_told_versions

    return derive(with_told_versions(record), beside)


async def _end(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
