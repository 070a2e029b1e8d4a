"""The diagnostics screen: every layer checked, each finding with its cure."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widgets import Footer, Static
from textual.worker import Worker

from ...widgets.finding_list import FindingDetail, FindingList, FindingRow
from .base import WorkScreen
from .desk import Desk
from .keys import DIAGNOSTICS_KEYS

if TYPE_CHECKING:
    from ..core.diagnostics.model import Finding


class DiagnosticsScreen(WorkScreen):
    """Shows findings as they come; the first look starts the checks."""

    CSS_PATH = "diagnostics.tcss"
    BINDING_GROUP_TITLE = "Diagnostics"
    BINDINGS: ClassVar[list[BindingType]] = DIAGNOSTICS_KEYS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
        self.findings = FindingList(id="findings")
        self.detail = FindingDetail(id="finding")
        self.state = Static("", markup=False, id="check-state")
        self.work: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        yield self.state
        with Container(id="check-body"):
            yield self.findings
            yield self.detail
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self.findings.focus()
        self.action_check()

    def action_check(self) -> None:
        self._start(deep=False)

    def action_deep(self) -> None:
        self._start(deep=True)

    def action_copy_command(self) -> None:
        row = self._row()
        self.copy(row.command if row else "", "command")

    def _start(self, deep: bool) -> None:
        self.work = self.run_worker(self._check(deep), group="check", exclusive=True)

    async def _check(self, deep: bool) -> None:
        self.findings.empty()
        self.detail.show(None)
        lanes = list(self.desk.lanes.values())
        hosts = ", ".join(dict.fromkeys(lane.base for lane in lanes if lane.base)) or "no base yet"
        self.state.update(f"◌ checking {hosts} …")
        async for finding in self.desk.kit.diagnose(lanes, deep):
            self.findings.add_row(finding_row(finding))
        self.state.update(self._verdict())

    def _verdict(self) -> str:
        counts = {word: 0 for word in ("fail", "warn", "pass", "skip")}
        for row in self.findings.rows:
            counts[row.status] = counts.get(row.status, 0) + 1
        told = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
        mark = "✗" if counts["fail"] else "!" if counts["warn"] else "✓"
        return f"{mark} {told or 'nothing to check'}"

    def _row(self) -> FindingRow | None:
        index = self.findings.highlighted
        return None if index is None else self.findings.rows[index]

    @on(FindingList.Highlighted)
    def _highlighted(self, event: FindingList.Highlighted) -> None:
        self.detail.show(self._row())
        if event.enter:
            self.detail.focus()


def finding_row(finding: "Finding") -> FindingRow:
    sections = [(item.label, item.text) for item in finding.evidence]
    sections += [("cause", finding.cause), ("cure", finding.cure), ("command", finding.command)]
    sections += [("see", link) for link in finding.links]
    return FindingRow(
        status=finding.status.value,
        title=finding.title,
        summary=finding.summary,
        sections=tuple((heading, text) for heading, text in sections if text),
        command=finding.command,
    )
