"""`quayside doctor`: the connection checked layer by layer, each fault with its cure."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from ... import __version__
from ..core.diagnostics.model import Evidence, Finding, Provenance, Status, Subject, finding_to_json
from ..core.diagnostics.report import MARKS, as_markdown, first_to_do, summary
from ..core.lanes import Lane
from ..core.settings import FROM_DEFAULT, FROM_DEMO, Settings
from ..core.wire.jsontext import JsonObject
from .arguments import Arguments
from .console import Console, labelled
from .documents import dumps
from .problems import UsageError
from .stage import Stage, open_stage

SCHEMA = "quayside/doctor/1"


def run(arguments: Arguments) -> int:
    """0 when no check failed, 1 when one did."""
    return asyncio.run(_run(arguments))


async def _run(arguments: Arguments) -> int:
    async with open_stage(arguments) as stage:
        subject = await subject_of(stage)
        findings = unprepared(stage) if stage.held else looked_at(subject, arguments)
        return await report(findings, stage.console, arguments.form, subject.provenance)


async def looked_at(subject: Subject, arguments: Arguments) -> AsyncIterator[Finding]:
    """All findings, or those of one check. Raises `UsageError` where no such check applies."""
    from ..core.diagnostics.checks import checks_for
    from ..core.diagnostics.engine import diagnose, run_one

    if not arguments.only:
        async for finding in diagnose(subject, arguments.deep):
            yield finding
        return
    finding = await run_one(arguments.only, subject)
    if finding is None:
        known = ", ".join(check.name for check in checks_for(subject, deep=True))
        raise UsageError(f"no check '{arguments.only}' applies here; these do: {known}")
    yield finding


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
    findings: AsyncIterator[Finding],
    console: Console,
    form: str = "text",
    settings: Sequence[Provenance] = (),
) -> int:
    """Say each finding when it is there, or all of them as one document."""
    seen: list[Finding] = []
    async for finding in findings:
        seen.append(finding)
        if form == "text":
            console.line(words(finding))
    match form:
        case "json":
            console.line(dumps(_document(seen)))
        case "markdown":
            console.line(as_markdown(seen, settings, __version__))
        case _:
            console.line(f"\n{_ending(seen)}")
    return 1 if any(finding.status is Status.FAIL for finding in seen) else 0


def words(finding: Finding) -> str:
    """A mark and a word; what explains it only where something is to be done."""
    head = f"{MARKS[finding.status]} {finding.status:4}  {finding.title}: {finding.summary}"
    if finding.status in (Status.PASS, Status.SKIP):
        return head
    rows = [(item.label, item.text) for item in finding.evidence]
    rows += [("cause", finding.cause), ("cure", finding.cure), ("run", finding.command)]
    return "\n".join([head, *labelled(rows, "        ")])


def _ending(seen: list[Finding]) -> str:
    """The count, and what to do first."""
    first = first_to_do(seen)
    if first is None or not first.cure:
        return summary(seen)
    return "\n".join([summary(seen), *labelled([("first", first.cure), ("run", first.command)])])


def _document(seen: list[Finding]) -> JsonObject:
    return {
        "schema": SCHEMA,
        "quayside": __version__,
        "failed": sum(finding.status is Status.FAIL for finding in seen),
        "findings": [finding_to_json(finding) for finding in seen],
    }


async def unprepared(stage: Stage) -> AsyncIterator[Finding]:
    """What kept a demo from being looked at, as findings."""
    for lane, failure in stage.held:
        yield Finding(
            check="demo.preparation",
            title=lane.label,
            status=Status.FAIL,
            summary=failure.summary,
            evidence=(Evidence("tried", failure.tried), Evidence("seen", failure.seen)),
            cause=failure.cause,
            cure=failure.cure,
            command=failure.command,
        )
