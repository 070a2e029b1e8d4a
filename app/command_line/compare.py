"""`quayside compare`: the same prompts through several lanes, measured in a child process."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

from ... import __version__
from ..core.comparison.analysis import Analysis, analyse
from ..core.comparison.document import document
from ..core.comparison.keeping import RecordKeeper
from ..core.comparison.measuring.process import Measurer, MeasuringProcess
from ..core.comparison.plan import Plan, repeatable
from ..core.comparison.record import Record, Server
from ..core.comparison.run import Asking, Remark
from ..core.comparison.servers import identify_servers, with_told_versions
from ..core.failures import Failure
from ..core.lanes import Lane
from .arguments import Arguments
from .chat import with_sampling
from .compare_text import as_markdown, as_text
from .documents import dumps
from .problems import UsageError
from .stage import Stage, open_stage

_BOTH_PATHS = ("sdk", "proxy")
LookAt = Callable[[Sequence[Lane]], Awaitable[tuple[Server, ...]]]


def run(arguments: Arguments) -> int:
    """0 when every lane answered, 1 when one failed."""
    return asyncio.run(_run(arguments))


async def _run(arguments: Arguments) -> int:
    async with open_stage(arguments) as stage:
        return await compare(stage, MeasuringProcess(stage.environment), identify_servers)


async def compare(stage: Stage, measurer: Measurer, look_at: LookAt) -> int:
    """Ask all lanes, and say what came of it."""
    arguments = stage.arguments
    save = _writable(arguments.save)
    ready = await stage.ready(arguments.lanes or _BOTH_PATHS)
    plan = Plan(
        lanes=tuple(repeatable(with_sampling(lane, arguments)) for lane in ready),
        prompts=tuple(arguments.prompts),
        repeat=arguments.repeat,
    )
    keeper = RecordKeeper.begin(plan, __version__)
    keeper.record = replace(keeper.record, servers=await look_at(plan.lanes))
    await _measure(stage, measurer, keeper, plan, _held(stage, ready))
    record = with_told_versions(keeper.finish())
    analysis = analyse(plan, record.samples, record.received)
    if save is not None:
        _save(save, dumps(document(record, analysis)))
    _show(stage, record, analysis)
    _say_failures(stage, keeper)
    return 1 if _failed(keeper) else 0


def _held(stage: Stage, lanes: Sequence[Lane]) -> dict[int, Failure]:
    return {
        number: failure
        for number, lane in enumerate(lanes)
        for held, failure in stage.held
        if held is lane
    }


async def _measure(
    stage: Stage,
    measurer: Measurer,
    keeper: RecordKeeper,
    plan: Plan,
    held: Mapping[int, Failure],
) -> None:
    async with aclosing(measurer.measure(plan, held)) as steps:
        async for step in steps:
            keeper.take(step)
            if isinstance(step, Asking):
                label = plan.lanes[step.place.lane].label
                stage.console.transient(f"{keeper.done + 1} of {keeper.total} · {label}…")
            elif isinstance(step, Remark):
                stage.console.note(step.text)
    stage.console.clear()


def _show(stage: Stage, record: Record, analysis: Analysis) -> None:
    if stage.arguments.json:
        stage.console.line(dumps(document(record, analysis)))
    else:
        words = as_markdown if stage.arguments.markdown else as_text
        stage.console.line(words(record, analysis))


def _failed(keeper: RecordKeeper) -> bool:
    measured = [one for one in keeper.record.samples if one.place.compared]
    return keeper.failure is not None or any(one.failure for one in measured)


def _say_failures(stage: Stage, keeper: RecordKeeper) -> None:
    """Each lane's failure once, however many rounds it failed in."""
    said: set[tuple[int, str]] = set()
    for sample in keeper.record.samples:
        lane, failure = sample.place.lane, sample.failure
        if failure is not None and (lane, failure.kind) not in said:
            said.add((lane, failure.kind))
            label = keeper.record.plan.lanes[lane].label
            stage.console.failure(failure, f"{lane + 1} {label}")
    if keeper.failure is not None:
        stage.console.failure(keeper.failure)


def _save(file: Path, text: str) -> None:
    try:
        file.write_text(text + "\n", "utf-8")
    except OSError as problem:
        raise UsageError(f"--save: {problem}") from problem


def _writable(name: str) -> Path | None:
    """The file to save to, refused before any model is asked."""
    if not name:
        return None
    file = Path(name).expanduser()
    if file.is_dir() or not file.parent.is_dir():
        raise UsageError(f"--save: {file} is not a file in a folder that exists")
    return file
