"""A finding as the page that shows it in full."""

from typing import TYPE_CHECKING

from ....widgets.finding_detail import FindingPage
from ...core.diagnostics.model import MENDED
from .diagnosis import Diagnosis

if TYPE_CHECKING:
    from ...core.diagnostics.model import Finding

_UNDER_WAY = {
    "run": "is being looked at",
    "wait": "waits for the checks that it needs",
}


def page_of(diagnosis: Diagnosis, name: str) -> FindingPage | None:
    """What is known of the check of this name; None where there is no such check."""
    if name not in diagnosis.titles:
        return None
    status = diagnosis.status_of(name)
    if status in _UNDER_WAY:
        return FindingPage(status, diagnosis.titles[name], _UNDER_WAY[status])
    return finding_page(diagnosis.found[name])


def finding_page(finding: "Finding") -> FindingPage:
    sections = [("cause", finding.cause), ("cure", finding.cure), ("command", finding.command)]
    sections += [(item.label, item.text) for item in finding.evidence]
    sections += [("lane", f"{one.title}: {one.lane}") for one in finding.offers]
    sections += [("see", link) for link in finding.links]
    sections += [("check", _told(finding))]
    return FindingPage(
        status=finding.status.value,
        title=finding.title,
        summary=finding.summary,
        sections=tuple((heading, text) for heading, text in sections if text),
        keys=_keys(finding),
    )


def evidence_of(finding: "Finding") -> str:
    """What was seen as plain text; of a file that can be mended, the mended one."""
    whole = next((item.text for item in finding.evidence if item.label == MENDED), "")
    seen = [f"{item.label}: {item.text}" for item in finding.evidence]
    return f"{whole}\n" if whole else "\n".join(seen)


def _told(finding: "Finding") -> str:
    took = f", {finding.seconds * 1000:.0f} ms" if finding.seconds else ""
    return f"{finding.check}{took}"


def _keys(finding: "Finding") -> str:
    offered = [
        ("a applies", finding.changes),
        ("a mends · y copies the file", is_mendable(finding)),
        ("c copies", finding.command or finding.cure),
        ("o opens a lane", finding.offers),
    ]
    return " · ".join(words for words, given in offered if given)


def is_mendable(finding: "Finding") -> bool:
    """Whether it holds a whole file as it should be."""
    return any(item.label == MENDED for item in finding.evidence)
