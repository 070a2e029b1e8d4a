"""What must be read first: the first fault with its cause and cure, or that there is none."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....widgets.finding_list import LOOKS
from ....widgets.labelled_lines import LabelledLine
from ..status_rows import host_of
from .diagnosis import Diagnosis

if TYPE_CHECKING:
    from ...core.diagnostics.model import Finding
    from ...core.lanes import Lane

_QUIET = "$foreground 60%"


def verdict_lines(
    diagnosis: Diagnosis, lanes: "Sequence[Lane]", running: bool, seconds: float
) -> list[LabelledLine]:
    """`lanes` are those that are looked at; `seconds` is how long that took."""
    first = diagnosis.first
    if first is not None and (not running or first.status.value == "fail"):
        return _fault(first)
    places = ", ".join(dict.fromkeys(f"{lane.label} at {host_of(lane)}" for lane in lanes))
    if running:
        done, total = diagnosis.done, len(diagnosis.titles)
        told = f"{done} of {total} checks, {places or 'without a lane'}"
        return [_line("run", told if total else "waiting for a lane to be ready")]
    if not diagnosis.found:
        return [_line("wait", "nothing to check")]
    well = diagnosis.status_count("pass")
    return [_line("pass", f"nothing is wrong: {well} checks passed in {seconds:.1f} s, {places}")]


def _fault(finding: "Finding") -> list[LabelledLine]:
    told = [("cause", finding.cause), ("cure ", finding.cure)]
    lines = [LabelledLine(label, text, _QUIET, most=2) for label, text in told if text]
    return [_line(finding.status.value, f"{finding.title}: {finding.summary}"), *lines]


def _line(status: str, text: str) -> LabelledLine:
    mark, style = LOOKS[status]
    return LabelledLine(mark, text, f"bold {style}", "bold", most=2)


def waiting_line(lane: "Lane", message: str) -> LabelledLine:
    """A lane that nothing can be asked of yet."""
    mark, style = LOOKS["run"]
    return LabelledLine(
        mark, f"{lane.label} is looked at when it is ready: {message}", style, most=1
    )


def changed_line(words: Sequence[str]) -> LabelledLine:
    """What a cure has changed in this session."""
    told = f"changed for this session (w keeps it): {'; '.join(words)}"
    return LabelledLine("✎", told, "bold $text-accent", most=2)
