"""The measuring process: takes one order from its parent, tells what it measures, ends.

`python -P -m quayside.app.core.comparison.measuring`
"""

import asyncio
import gc
import os
import selectors
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any

from ...held_source import HeldSource
from ...json_parent import JsonParent
from ...reply_sources import open_source
from ...wire.source import ReplySource
from ..plan import Plan
from ..run import Run, Step
from ..surroundings import Runners
from ..sweep import sweep
from .counted_source import CountedSource
from .messages import end_message, read_plan, step_message
from .stall import StallMeter


def main() -> None:
    parent = JsonParent()
    loop = _exact_loop()
    ordered: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
    parent.listen(lambda message: loop.call_soon_threadsafe(ordered.put_nowait, message) and None)
    loop.run_until_complete(_obey(parent, ordered))


def _exact_loop() -> asyncio.AbstractEventLoop:
    """A loop whose timers are not rounded up to milliseconds, as `epoll` rounds them."""
    if os.name == "posix":
        return asyncio.SelectorEventLoop(selectors.SelectSelector())
    return asyncio.new_event_loop()


async def _obey(parent: JsonParent, ordered: asyncio.Queue[Mapping[str, Any]]) -> None:
    plan, held = read_plan(await ordered.get())
    unprepared = [(plan.lanes[lane], failure) for lane, failure in held.items()]
    source = CountedSource(HeldSource(open_source(os.environ, raw=True), unprepared))
    meter = StallMeter(source.is_asked)
    async with meter.watching(), aclosing(_measure(plan, source)) as steps:
        async for step in steps:
            parent.send(step_message(step))
    if stall := meter.stall():
        parent.send(step_message(stall))
    parent.send(end_message())


async def _measure(plan: Plan, source: ReplySource) -> AsyncGenerator[Step, None]:
    runners = Runners(plan.lanes)
    await runners.remember()
    run = Run(plan, source, runners, rest=_rest)
    # What the collector finds in the middle of a stream would be in its gaps.
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        async with aclosing(run.steps()) as steps:
            async for step in steps:
                yield step
        async with aclosing(sweep(run)) as loads:
            async for step in loads:
                yield step
    finally:
        await source.close()


async def _rest(seconds: float) -> None:
    gc.collect()
    await asyncio.sleep(seconds)


if __name__ == "__main__":
    main()
