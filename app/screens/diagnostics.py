"""The diagnostics screen: every layer checked, each finding with its cure."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.events import ScreenResume

from ...widgets.finding_detail import FindingDetail
from ...widgets.finding_list import FindingList
from ...widgets.key_line import KeyLine
from ...widgets.labelled_lines import LabelledLine, LabelledLines
from ..core.lanes import LaneSyntaxError
from .base import WorkScreen
from .choice_list import ChoiceList
from .confirm import ConfirmScreen
from .desk import MOST_LANES, Desk
from .diagnosing.cures import Applied, apply, file_for, keep, where_from
from .diagnosing.looking import Looking
from .diagnosing.rows import evidence_of, is_mendable, page_of
from .diagnosing.verdict import changed_line, verdict_lines, waiting_line
from .keys import DIAGNOSTICS_KEYS
from .status_rows import host_of

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
        self.verdict = LabelledLines(id="check-verdict")
        self.findings = FindingList(id="findings")
        self.detail = FindingDetail(id="finding")
        self.looking = Looking(desk, self._show)
        self.applied: Applied | None = None
        self.faults_only = False

    def compose(self) -> ComposeResult:
        yield self.verdict
        with Container(id="check-body"):
            yield self.findings
            yield self.detail
        yield KeyLine()

    def on_mount(self) -> None:
        self.desk.watch(self._desk_changed)
        self.set_interval(1.0, self._tick)
        self.findings.focus()
        self.action_check()

    # Checking

    @on(ScreenResume)
    def _come_back(self) -> None:
        if self.looking.stale:
            self.action_check()

    def action_lane(self) -> None:
        places = list(self.desk.lanes)
        lines = [f"{lane.label} at {host_of(lane)}" for lane in self.desk.lanes.values()]
        self.app.push_screen(
            ChoiceList("Look at a lane", lines), lambda index: self._look_at(places, index)
        )

    def _look_at(self, places: list[int], index: int | None) -> None:
        if index is not None:
            self.looking.place = places[index]
            self.action_check()

    def action_check(self) -> None:
        self._start_all(deep=False)

    def action_deep(self) -> None:
        self._start_all(deep=True)

    def action_check_one(self) -> None:
        if name := self.findings.current:
            self.findings.lead(False)
            self._start(partial(self.looking.at_one, name))

    def _start_all(self, deep: bool) -> None:
        self.findings.lead()
        self._start(partial(self.looking.at_all, deep))

    def _start(self, work: Callable[[], Awaitable[None]]) -> None:
        self.run_worker(work, group="check", exclusive=True)

    def _desk_changed(self) -> None:
        if self.looking.takes_news():
            self.action_check()

    # What is on show

    @property
    def current(self) -> "Finding | None":
        return self.looking.diagnosis.found.get(self.findings.current)

    def _tick(self) -> None:
        # What a lane waits for tells how far it is.
        if self.looking.left:
            self.verdict.show(self._verdict())

    def _show(self) -> None:
        diagnosis = self.looking.diagnosis
        self.findings.show_rows(diagnosis.rows(self.faults_only))
        self.findings.border_title = (
            "Faults alone · f shows all" if self.faults_only else "Checks · f shows faults alone"
        )
        self.findings.border_subtitle = diagnosis.counts()
        self.verdict.show(self._verdict())
        self._show_detail()

    def _verdict(self) -> list[LabelledLine]:
        looking = self.looking
        lines = verdict_lines(looking.diagnosis, looking.lanes, looking.running, looking.seconds)
        waiting = self.desk.board.waiting_for
        lines += [waiting_line(lane, waiting(lane)) for lane in looking.left if waiting(lane)]
        if self.applied is not None:
            lines.append(changed_line(self.applied.words))
        return lines

    def _show_detail(self) -> None:
        self.detail.show(page_of(self.looking.diagnosis, self.findings.current))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing for this finding are not in the footer."""
        found = self.current
        match action:
            case "apply":
                return found is not None and (bool(found.changes) or is_mendable(found))
            case "open":
                return found is not None and bool(found.offers)
            case "keep":
                return self.applied is not None
            case _:
                return True

    @on(FindingList.Highlighted)
    def _highlighted(self, event: FindingList.Highlighted) -> None:
        self._show_detail()
        if event.enter:
            self.detail.focus()

    def action_back(self) -> None:
        self.findings.focus()

    def action_faults(self) -> None:
        self.faults_only = not self.faults_only
        self._show()

    # What is done about it

    def action_copy_command(self) -> None:
        found = self.current
        self.copy(found.command or found.cure if found else "", "cure")

    def action_copy_evidence(self) -> None:
        found = self.current
        self.copy(evidence_of(found) if found else "", "evidence")

    def action_report(self) -> None:
        findings = self.looking.diagnosis.findings
        self.copy(self.desk.kit.report(findings) if findings else "", "report")

    def action_apply(self) -> None:
        found = self.current
        if found is not None and is_mendable(found):
            question = f"Write the mended file? {found.title} as it is now is kept beside it."
            self.app.push_screen(ConfirmScreen(question), self._mend)
            return
        applied = apply(self.desk, self.looking.lanes, found.changes) if found else None
        if applied is None:
            self.say("This cure is not in Quayside's hands. C copies it.", "warning")
            return
        self.applied = applied
        self.action_check()

    async def _mend(self, wanted: bool | None) -> None:
        if not wanted:
            return
        try:
            self.say(await asyncio.to_thread(self.desk.kit.mend))
        except OSError as problem:
            self.say(f"not mended: {problem}", "error")
        self.action_check_one()

    def action_keep(self) -> None:
        if (applied := self.applied) is None:
            return
        lines = [f"Copy a line for the shell: {applied.command}"]
        if (file := file_for(self.desk, applied)) is not None:
            lines.append(f"Write it into {file}")
        title = f"Keep it. It came from: {where_from(self.desk, applied) or 'the lane itself'}"
        self.app.push_screen(ChoiceList(title, lines), lambda place: self._keep(applied, place))

    def _keep(self, applied: Applied, place: int | None) -> None:
        if place == 0:
            self.copy(applied.command, "line")
        elif place is not None:
            words, kept = keep(self.desk, applied)
            self.say(words, "information" if kept else "error")
            self.applied = None if kept else applied
            self._show()

    def action_open(self) -> None:
        offers = self.current.offers if self.current else ()
        lines = [f"{one.title} · {one.lane}" for one in offers]
        lanes = [one.lane for one in offers]
        if lines:
            self.app.push_screen(
                ChoiceList("Open a lane", lines), lambda place: self._open(lanes, place)
            )

    def _open(self, lanes: list[str], place: int | None) -> None:
        if place is None:
            return
        try:
            added = self.desk.add(self.desk.lane_from(lanes[place]))
        except LaneSyntaxError as problem:
            self.say(str(problem), "error")
            return
        if added is None:
            self.say(f"{MOST_LANES} lanes are the most. Close one in the chat.", "warning")
            return
        self.desk.tell()
        self.say(f"Opened {lanes[place]}")
