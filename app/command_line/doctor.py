"""`quayside doctor`: the connection checked layer by layer, each fault with its cure."""

import asyncio
from collections.abc import AsyncIterator

from ... import __version__
from ..core.diagnostics.model import Evidence, Finding, Provenance, Status, Subject, finding_to_json
from ..core.settings import FROM_DEFAULT, Settings
from ..core.wire.jsontext import JsonObject
from .arguments import Arguments
from .console import Console, labelled
from .documents import dumps
from .stage import Stage, open_stage

SCHEMA = "quayside/doctor/1"
_MARKS = {Status.PASS: "✓", Status.WARN: "!", Status.FAIL: "✗", Status.SKIP: "-"}


def run(arguments: Arguments) -> int:
    """0 when no check failed, 1 when one did."""
    return asyncio.run(_run(arguments))


async def _run(arguments: Arguments) -> int:
    from ..core.diagnostics.engine import diagnose

    async with open_stage(arguments) as stage:
        subject = await subject_of(stage)
        if stage.held:
            return await report(unprepared(stage), stage.console, arguments.json)
        return await report(diagnose(subject, arguments.deep), stage.console, arguments.json)


async def subject_of(stage: Stage) -> Subject:
    """The lanes that were named, or the engine's, and a gateway's where there is one."""
    if not stage.arguments.lanes:
        await stage.look_around()
    named = stage.settings.proxy_base.source != FROM_DEFAULT and not stage.arguments.demo
    usual = ["sdk", "proxy"] if named else ["sdk"]
    lanes = await stage.ready(stage.arguments.lanes or usual)
    return Subject.of_lanes(lanes, provenance(stage.settings), stage.environment)


def provenance(settings: Settings) -> tuple[Provenance, ...]:
    """The settings as the checks want to know them."""
    return tuple(
        Provenance(name=name, value=value, source=source) for name, value, source in settings.rows()
    )


async def report(findings: AsyncIterator[Finding], console: Console, as_json: bool) -> int:
    """Say each finding when it is there, or all of them as one document."""
    seen: list[Finding] = []
    async for finding in findings:
        seen.append(finding)
        if not as_json:
            console.line(words(finding))
    failed = sum(finding.status is Status.FAIL for finding in seen)
    if as_json:
        console.line(dumps(_document(seen)))
    else:
        console.line(f"\n{_summary(seen)}")
    return 1 if failed else 0


def words(finding: Finding) -> str:
    """A mark and a word; what explains it only where something is to be done."""
    head = f"{_MARKS[finding.status]} {finding.status:4}  {finding.title}: {finding.summary}"
    if finding.status in (Status.PASS, Status.SKIP):
        return head
    rows = [(item.label, item.text) for item in finding.evidence]
    rows += [("cause", finding.cause), ("cure", finding.cure), ("run", finding.command)]
    return "\n".join([head, *labelled(rows, "        ")])


def _summary(seen: list[Finding]) -> str:
    counts = {status: sum(one.status is status for one in seen) for status in Status}
    names = {Status.PASS: "passed", Status.WARN: "to note", Status.FAIL: "failed"}
    said = [f"{counts[status]} {name}" for status, name in names.items() if counts[status]]
    skipped = [f"{counts[Status.SKIP]} not asked"] if counts[Status.SKIP] else []
    return ", ".join(said + skipped)


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
