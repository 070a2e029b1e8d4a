"""Findings as rows of the list, and the verdict over them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....widgets.finding_list import FindingRow

if TYPE_CHECKING:
    from ...core.diagnostics.model import Finding


def finding_row(finding: "Finding") -> FindingRow:
    sections = [("cause", finding.cause), ("cure", finding.cure), ("command", finding.command)]
    sections += [(item.label, item.text) for item in finding.evidence]
    sections += [("lane", f"{one.title}: {one.lane}") for one in finding.offers]
    sections += [("see", link) for link in finding.links]
    return FindingRow(
        status=finding.status.value,
        title=finding.title,
        summary=finding.summary,
        sections=tuple((heading, text) for heading, text in sections if text),
        layer=finding.layer,
    )


def is_well(finding: "Finding") -> bool:
    return finding.status.value in ("pass", "skip")


def verdict(findings: Sequence["Finding"]) -> str:
    """`✗ 1 failed, 12 passed · Connection to the engine: nothing listens on …`."""
    from ...core.diagnostics.report import first_to_do, summary

    first = first_to_do(findings)
    if first is None:
        return f"✓ {summary(findings)}"
    mark = "✗" if first.status.value == "fail" else "!"
    return f"{mark} {summary(findings)} · {first.title}: {first.summary}"
