"""The diagnostics screen: every layer checked, each finding with its cure."""

from collections.abc import Coroutine
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widgets import Footer, Static
from textual.worker import Worker

from ...widgets.finding_list import FindingDetail, FindingList
from ...widgets.plain_text import visible_line
from ..core.lanes import Lane
from .base import WorkScreen
from .choice_list import ChoiceList
from .desk import MOST_LANES, Desk
from .diagnosing.cures import apply
from .diagnosing.rows import finding_row, is_well, verdict
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
        self.seen: list[Finding] = []
        self.faults_only = False

    def compose(self) -> ComposeResult:
        yield self.state
        with Container(id="check-body"):
            yield self.findings
            yield self.detail
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self.findings.focus()
        self.action_check()

    # Checking

    def action_check(self) -> None:
        self._start(self._check(deep=False))

    def action_deep(self) -> None:
        self._start(self._check(deep=True))

    def action_check_one(self) -> None:
        if found := self.current:
            self._start(self._check_one(found.check))

    def _start(self, work: Coroutine[None, None, None]) -> None:
        self.work = self.run_worker(work, group="check", exclusive=True)

    async def _check(self, deep: bool) -> None:
        self.seen = []
        self.findings.empty()
        self.detail.show(None)
        lanes = self._lanes
        hosts = ", ".join(dict.fromkeys(lane.base for lane in lanes if lane.base)) or "no base yet"
        async for finding in self.desk.kit.diagnose(lanes, deep):
            self.seen.append(finding)
            self.state.update(visible_line(f"◌ {len(self.seen)} checked on {hosts} …"))
            if self._shows(finding):
                self.findings.add_row(finding_row(finding))
        self.state.update(visible_line(verdict(self.seen)))

    async def _check_one(self, name: str) -> None:
        self.state.update(f"◌ checking {name} …")
        fresh = await self.desk.kit.recheck(name, self._lanes)
        if fresh is not None:
            self.seen = [fresh if one.check == name else one for one in self.seen]
        self._show()

    @property
    def _lanes(self) -> list[Lane]:
        return list(self.desk.lanes.values())

    # What is on show

    @property
    def shown(self) -> list["Finding"]:
        return [finding for finding in self.seen if self._shows(finding)]

    @property
    def current(self) -> "Finding | None":
        index, shown = self.findings.highlighted, self.shown
        return shown[index] if index is not None and index < len(shown) else None

    def _shows(self, finding: "Finding") -> bool:
        return not (self.faults_only and is_well(finding))

    def _show(self) -> None:
        place = self.findings.highlighted
        self.findings.show_rows([finding_row(finding) for finding in self.shown], place)
        self.state.update(visible_line(verdict(self.seen)))
        self._detail()

    def _detail(self) -> None:
        self.detail.show(finding_row(found) if (found := self.current) else None)

    def action_faults(self) -> None:
        self.faults_only = not self.faults_only
        self._show()

    @on(FindingList.Highlighted)
    def _highlighted(self, event: FindingList.Highlighted) -> None:
        self._detail()
        if event.enter:
            self.detail.focus()

    # What is done about it

    def action_copy_command(self) -> None:
        found = self.current
        self.copy(found.command or found.cure if found else "", "cure")

    def action_report(self) -> None:
        self.copy(self.desk.kit.report(self.seen) if self.seen else "", "report")

    def action_apply(self) -> None:
        found = self.current
        told = apply(self.desk, found.changes) if found else []
        if found is None or not told:
            self.say("This cure is not in Quayside's hands. C copies it.", "warning")
            return
        self.say(f"{'; '.join(told)}. To keep it: {found.command}")
        self.action_check()

    def action_open(self) -> None:
        offers = self.current.offers if self.current else ()
        if not offers:
            self.say("This finding offers no lane.", "warning")
            return
        lines = [f"{one.title} · {one.lane}" for one in offers]

        def taken(place: int | None) -> None:
            if place is not None:
                self._open(offers[place].lane)

        self.app.push_screen(ChoiceList("Open a lane", lines), taken)

    def _open(self, lane: str) -> None:
        if self.desk.add(self.desk.lane_from(lane)) is None:
            self.say(f"{MOST_LANES} lanes are the most. Close one in the chat.", "warning")
            return
        self.desk.tell()
        self.say(f"Opened {lane}")
