"""All findings as Markdown, to paste into an issue: foreign text is neutral, keys are masked."""

import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from ..markdown_text import escaped, fenced, table
from .model import Finding, Provenance, Status

MARKS = {Status.PASS: "✓", Status.WARN: "!", Status.FAIL: "✗", Status.SKIP: "-"}
_COUNTED = {Status.PASS: "passed", Status.WARN: "to note", Status.FAIL: "failed"}


def as_markdown(
    findings: Sequence[Finding],
    provenance: Sequence[Provenance],
    version: str,
    moment: datetime | None = None,
) -> str:
    """`moment` is now where none is given. Evidence stands of what is not well alone."""
    when = moment or datetime.now(UTC)
    about = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    faults = [one for one in findings if one.status in (Status.FAIL, Status.WARN)]
    parts = [
        f"# quayside doctor · {when:%Y-%m-%d %H:%M} UTC · quayside {escaped(version)}",
        f"{escaped(summary(findings))}. {escaped(about)}.",
        _settings(provenance),
        _overview(findings),
        *(part for one in faults for part in _fault(one)),
    ]
    return "\n\n".join(part for part in parts if part)


def summary(findings: Sequence[Finding]) -> str:
    """`12 passed, 1 failed, 3 not asked`."""
    counts = {status: sum(one.status is status for one in findings) for status in Status}
    said = [f"{counts[status]} {name}" for status, name in _COUNTED.items() if counts[status]]
    skipped = [f"{counts[Status.SKIP]} not asked"] if counts[Status.SKIP] else []
    return ", ".join(said + skipped) or "nothing to check"


def first_to_do(findings: Sequence[Finding]) -> Finding | None:
    """The finding to begin with: the first that failed, else the first to note."""
    for status in (Status.FAIL, Status.WARN):
        found = next((one for one in findings if one.status is status), None)
        if found is not None:
            return found
    return None


def _settings(provenance: Sequence[Provenance]) -> str:
    rows = [(one.name, one.value, one.source) for one in provenance if one.value]
    return table(("setting", "value", "from"), rows, (False,) * 3) if rows else ""


def _overview(findings: Sequence[Finding]) -> str:
    rows = [
        (
            f"{MARKS[one.status]} {one.status}",
            one.check,
            f"{one.title}: {one.summary}",
            f"{one.seconds * 1000:.0f}" if one.seconds else "",
        )
        for one in findings
    ]
    return table(("", "check", "finding", "ms"), rows, (False, False, False, True))


def _fault(finding: Finding) -> Iterator[str]:
    yield f"## {MARKS[finding.status]} {escaped(finding.title)}: {escaped(finding.summary)}"
    if finding.cause:
        yield f"Cause: {escaped(finding.cause)}"
    if finding.cure:
        yield f"Cure: {escaped(finding.cure)}"
    if finding.command:
        yield fenced(finding.command)
    if finding.links:
        yield f"See: {' '.join(f'<{link}>' for link in finding.links)}"
    for item in finding.evidence:
        yield f"{escaped(item.label)}:"
        yield fenced(item.text)
