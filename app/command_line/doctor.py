"""`quayside doctor`: the connection checked layer by layer, each fault with its cure."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from ... import __version__
from ..core.daemon_threads import DaemonThreads
from ..core.diagnostics.model import (
    Begun,
    Finding,
    Planned,
    Provenance,
    Status,
    Step,
    Subject,
    finding_to_json,
)
from ..core.diagnostics.report import as_markdown, first_to_do
from ..core.diagnostics.unprepared import unprepared
from ..core.lanes import Lane
from ..core.settings import FROM_DEFAULT, FROM_DEMO, Settings
from ..core.wire.jsontext import JsonObject
from .arguments import Arguments
from .console import Console
from .doctor_teller import Teller
from .doctor_words import ending
from .documents import dumps
from .problems import UsageError
from .stage import Stage, open_stage

SCHEMA = "quayside/doctor/1"


def run(arguments: Arguments) -> int:
    """0 when no check failed, 1 when one did."""
    return asyncio.run(_run(arguments))


async def _run(arguments: Arguments) -> int:
    asyncio.get_running_loop().set_default_executor(DaemonThreads())
    async with open_stage(arguments) as stage:
        subject = await subject_of(stage)
        steps = held_back(stage) if stage.held else looked_at(subject, arguments)
        return await report(steps, stage.console, arguments, subject.provenance)


async def looked_at(subject: Subject, arguments: Arguments) -> AsyncGenerator[Step, None]:
    """All steps, or those of one check with what keeps it from being asked.

    Raises `UsageError` where no such check applies.
    """
    from ..core.diagnostics.checks import checks_for
    from ..core.diagnostics.engine import follow

    only = arguments.only
    async with aclosing(follow(subject, arguments.deep, only)) as steps:
        async for step in steps:
            if only and isinstance(step, Planned) and not step.checks:
                known = ", ".join(check.name for check in checks_for(subject, deep=True))
                raise UsageError(f"no check '{only}' applies here; these do: {known}")
            if not only or _belongs(step, only):
                yield step


def _belongs(step: Step, only: str) -> bool:
    """What a check needs is told where it has failed."""
    told = isinstance(step, Finding) and (step.check == only or step.status is Status.FAIL)
    return told or isinstance(step, Begun)


async def subject_of(stage: Stage) -> Subject:
    """The lanes that were named, or the engine's, and a gateway's where there is one."""
    if not stage.arguments.lanes:
        await stage.look_around()
    named = stage.settings.proxy_base.source != FROM_DEFAULT and not stage.arguments.demo
    usual = ["sdk", "proxy"] if named else ["sdk"]
    lanes = await stage.ready(stage.arguments.lanes or usual)
    rows = provenance(stage.settings, lanes if stage.arguments.demo else ())
    return Subject.of_lanes(lanes, rows, stage.environment)


def provenance(settings: Settings, demo: Sequence[Lane] = ()) -> tuple[Provenance, ...]:
    """The settings as the checks want to know them; the lanes of a demo bring their bases."""
    bases = {"api_base" if lane.path.to_engine else "proxy_base": lane.base for lane in demo}
    return tuple(
        Provenance(name=name, value=bases[name], source=FROM_DEMO)
        if name in bases
        else Provenance(name=name, value=value, source=source)
        for name, value, source in settings.rows()
    )


async def report(
    steps: AsyncGenerator[Step, None],
    console: Console,
    arguments: Arguments,
    settings: Sequence[Provenance] = (),
) -> int:
    """Say each finding when it is its turn, or all of them as one document."""
    teller = Teller(console, aloud=arguments.form == "text")
    # A reader of a pipe may go away in the middle.
    async with aclosing(steps):
        async for step in steps:
            teller.take(step)
    teller.end()
    seen = teller.findings
    match arguments.form:
        case "json":
            console.line(dumps(_document(seen, settings)))
        case "markdown":
            console.line(as_markdown(seen, settings, __version__))
        case _:
            console.line(f"\n{ending(seen, arguments.deep)}")
    return 1 if any(finding.status is Status.FAIL for finding in seen) else 0


def _document(seen: Sequence[Finding], settings: Sequence[Provenance]) -> JsonObject:
    first = first_to_do(seen)
    return {
        "schema": SCHEMA,
        "quayside": __version__,
        "failed": sum(finding.status is Status.FAIL for finding in seen),
        "first": first.check if first is not None else None,
        "settings": [
            {"name": one.name, "value": one.value, "source": one.source} for one in settings
        ],
        "findings": [finding_to_json(finding) for finding in seen],
    }


async def held_back(stage: Stage) -> AsyncGenerator[Step, None]:
    """What kept lanes from being looked at, as findings."""
    for lane, failure in stage.held:
        yield unprepared(lane, failure)
