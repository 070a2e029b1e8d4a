"""`quayside compare`: the same prompts through several lanes, measured in a child process."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from ... import __version__
from ..core.comparison.keeping import RecordKeeper
from ..core.comparison.measuring.process import Measurer, MeasuringProcess
from ..core.comparison.plan import Kind, Mode, Plan
from ..core.comparison.record import Record, Server
from ..core.comparison.servers import identify_servers, with_told_versions
from ..core.failures import Failure
from ..core.lanes import Lane
from .arguments import Arguments
from .compare_progress import follow
from .compare_result import save, say_failures, show, writable
from .compare_task import Task, read_option, task_of
from .record_lanes import with_own_keys
from .stage import Stage, open_stage

INTERRUPTED = 130
LookAt = Callable[[Sequence[Lane]], Awaitable[tuple[Server, ...]]]
"""Tells what listens at each lane's base."""


def run(arguments: Arguments) -> int:
    """0 when every lane answered, 1 when one failed, 130 when it was interrupted."""
    return asyncio.run(_run(arguments))


async def _run(arguments: Arguments) -> int:
    async with open_stage(arguments) as stage:
        return await compare(stage, MeasuringProcess(stage.environment), identify_servers)


async def compare(stage: Stage, measurer: Measurer, look_at: LookAt) -> int:
    """Show a record, or measure one."""
    arguments = stage.arguments
    older = read_option("--against", arguments.against) if arguments.against else None
    if arguments.open:
        show(stage.console, read_option("--open", arguments.open), arguments.form, older)
        return 0
    task = task_of(arguments)
    return await _measure(stage, task, older or task.again, measurer, look_at)


async def _measure(
    stage: Stage, task: Task, older: Record | None, measurer: Measurer, look_at: LookAt
) -> int:
    file = writable(stage.arguments.save)
    ready = await _ready(stage, task)
    plan = task.plan(ready)
    _say_what_is_off(stage, plan)
    keeper = RecordKeeper.begin(plan, __version__)
    keeper.record = replace(keeper.record, servers=await look_at(plan.lanes))
    held = _held(stage, ready, len(plan.lanes))
    complete = await follow(measurer, plan, held, keeper, stage.console)
    record = with_told_versions(keeper.finish())
    if file is not None:
        save(file, record)
    show(stage.console, record, stage.arguments.form, older)
    say_failures(stage.console, keeper)
    if not complete:
        stage.console.note(f"Interrupted after {keeper.done} of {keeper.total} requests.")
        return INTERRUPTED
    return 0 if _all_answered(keeper) else 1


async def _ready(stage: Stage, task: Task) -> Sequence[Lane]:
    ready = await stage.ready(task.lanes)
    if task.again is None:
        return ready
    kept, changed = with_own_keys(ready, task.lanes, stage.settings)
    for place in changed:
        stage.console.note(
            f"! lane {place + 1}: the record's base is not that of your settings, so it does "
            "not get their key"
        )
    return kept


def _held(stage: Stage, ready: Sequence[Lane], lanes: int) -> dict[int, Failure]:
    """By place in the plan, in which a self-test has its one lane twice."""
    failures = [next((why for held, why in stage.held if held is one), None) for one in ready]
    places = (failures * lanes)[:lanes]
    return {place: failure for place, failure in enumerate(places) if failure is not None}


def _say_what_is_off(stage: Stage, plan: Plan) -> None:
    off = all(lane.parameters.get("cache_prompt") is False for lane in plan.lanes)
    if plan.mode is Mode.WORKLOAD and off:
        stage.console.note(
            "The prompt cache is off on every lane (cache_prompt=false), so that none finds "
            "what another one has just put there."
        )


def _all_answered(keeper: RecordKeeper) -> bool:
    measured = [one for one in keeper.record.samples if one.place.kind is Kind.MEASURED]
    answered = {one.place.lane for one in measured if one.failure is None}
    everyone = answered == set(range(len(keeper.record.plan.lanes)))
    return everyone and keeper.failure is None and not any(one.failure for one in measured)
