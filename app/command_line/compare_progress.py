"""A measurement followed step by step: what is under way, and what came of it so far."""

import asyncio
from collections.abc import Mapping
from contextlib import aclosing

from ..core.comparison.keeping import RecordKeeper
from ..core.comparison.measuring.process import Measurer
from ..core.comparison.plan import Kind, Plan
from ..core.comparison.run import Asking, Remark
from ..core.failures import Failure
from .console import Console

_MINUTE = 60.0


async def follow(
    measurer: Measurer,
    plan: Plan,
    held: Mapping[int, Failure],
    keeper: RecordKeeper,
    console: Console,
) -> bool:
    """Measure into `keeper`; false where the user interrupted it, who wants what there is."""
    try:
        async with aclosing(measurer.measure(plan, held)) as steps:
            async for step in steps:
                keeper.take(step)
                if isinstance(step, Asking):
                    console.transient(progress_words(keeper, step))
                elif isinstance(step, Remark):
                    console.note(f"! {step.text}")
    except asyncio.CancelledError:
        # Ctrl-C: the first one ends the measuring, a second one the program.
        if task := asyncio.current_task():
            task.uncancel()
        return False
    finally:
        console.clear()
    return True


def progress_words(keeper: RecordKeeper, asking: Asking) -> str:
    """`12 of 120 · overhead · 2 proxy · prefill… · about 40 s left`."""
    plan, place = keeper.record.plan, asking.place
    parts = [
        f"{min(keeper.done + 1, keeper.total)} of {keeper.total}",
        plan.mode.value if place.kind is Kind.MEASURED else place.kind.value,
        f"{place.lane + 1} {plan.lanes[place.lane].path.value}",
        f"{asking.phase.value}…",
    ]
    left = keeper.seconds_left
    return " · ".join(parts if left is None else [*parts, f"about {_time(left)} left"])


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 2 * _MINUTE else f"{seconds / _MINUTE:.0f} min"
