"""`quayside compare`: the same prompts through several lanes, one request in flight."""

import asyncio
from contextlib import aclosing
from pathlib import Path

from ... import __version__
from ..core.comparison.record import comparison_record
from ..core.comparison.run import Place, Run, repeatable, run_comparison, schedule
from ..core.events import Event, PhaseEntered
from ..core.lanes import Lane
from .arguments import Arguments
from .chat import with_sampling
from .compare_text import as_markdown, as_text
from .documents import dumps
from .problems import UsageError
from .stage import Stage, open_stage

_BOTH_PATHS = ("sdk", "proxy")


def run(arguments: Arguments) -> int:
    """0 when every lane answered, 1 when one failed."""
    return asyncio.run(_run(arguments))


async def _run(arguments: Arguments) -> int:
    async with open_stage(arguments) as stage:
        return await compare(stage)


async def compare(stage: Stage) -> int:
    """Ask all lanes, and say what came of it."""
    arguments = stage.arguments
    save = _writable(arguments.save)
    ready = await stage.ready(arguments.lanes or _BOTH_PATHS)
    lanes = [repeatable(with_sampling(lane, arguments)) for lane in ready]
    runs = await _runs(stage, lanes)
    record = comparison_record(
        lanes, arguments.prompts, runs, version=__version__, repeat=arguments.repeat
    )
    stage.console.clear()
    if save is not None:
        _save(save, dumps(record))
    if arguments.json:
        stage.console.line(dumps(record))
    else:
        words = as_markdown if arguments.markdown else as_text
        stage.console.line(words(lanes, arguments.prompts, runs))
    _say_failures(stage, runs)
    return 1 if any(run.reply.tally.failure for run in runs) else 0


async def _runs(stage: Stage, lanes: list[Lane]) -> list[Run]:
    arguments = stage.arguments
    total = len(schedule(len(arguments.prompts), len(lanes), arguments.repeat))
    done: list[Run] = []

    def watch(place: Place, event: Event) -> None:
        if isinstance(event, PhaseEntered):
            label = lanes[place.lane].label
            stage.console.transient(f"{len(done) + 1} of {total} · {label} · {event.phase}…")

    asked = run_comparison(stage.source, lanes, arguments.prompts, arguments.repeat, watch=watch)
    async with aclosing(asked) as runs:
        async for run in runs:
            done.append(run)
    return done


def _say_failures(stage: Stage, runs: list[Run]) -> None:
    """Each lane's failure once, however many rounds it failed in."""
    said: set[tuple[int, str]] = set()
    for run in runs:
        failure = run.reply.tally.failure
        if failure is not None and (run.place.lane, failure.kind) not in said:
            said.add((run.place.lane, failure.kind))
            stage.console.failure(failure, f"{run.place.lane + 1} {run.reply.lane.label}")


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
