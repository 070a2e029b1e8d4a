"""The compare screen: the same prompt through several lanes, measured in a process of its own."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import ContentSwitcher, Footer, Static
from textual.worker import Worker

from ...widgets.progress_line import ProgressLine
from ...widgets.view_tabs import ViewTabs
from .base import WorkScreen
from .comparison.bench import Bench
from .comparison.figures_pane import FiguresPane
from .comparison.form import CompareForm
from .comparison.plans import Wanted
from .comparison.progress_words import progress_row
from .comparison.verdict_lines import joined, verdict_lines
from .desk import Desk
from .keys import COMPARE_KEYS

TICKS_PER_SECOND = 4
_MOST_VERDICTS = 3


class CompareScreen(WorkScreen):
    """Wires the form, the bench and the views together."""

    CSS_PATH = "compare.tcss"
    BINDING_GROUP_TITLE = "Compare"
    BINDINGS: ClassVar[list[BindingType]] = COMPARE_KEYS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.bench = Bench(desk)
        self.form = CompareForm()
        self.verdict = Static("", markup=False, id="verdict")
        self.progress = ProgressLine(id="compare-progress")
        self.figures = FiguresPane()
        self.tabs = ViewTabs(("figures",), id="compare-tabs")
        self.work: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        yield self.form
        yield self.verdict
        yield self.progress
        yield self.tabs
        with ContentSwitcher(initial="figures"):
            yield self.figures
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self.form.prompt.focus()
        self.set_interval(1 / TICKS_PER_SECOND, self._tick)
        self._show()

    def on_screen_resume(self) -> None:
        self._show()

    @property
    def running(self) -> bool:
        return self.work is not None and not self.work.is_finished

    def _tick(self) -> None:
        if self.running:
            self._show()

    def _show(self) -> None:
        self.bench.follow_lanes(self.form.mode)
        result, measuring = self.bench.result, self.bench.measurement
        self.verdict.update(joined(verdict_lines(result, _MOST_VERDICTS)))
        self.progress.show(progress_row(self.bench))
        self.figures.show(result, measuring.asking if measuring else None)

    @on(CompareForm.Asked)
    def _asked(self, event: CompareForm.Asked) -> None:
        if self.running:
            self.say("Still measuring. Escape stops it.", "warning")
        elif not self.desk.lanes:
            self.say("There is no lane. F2, then take a model from the list.", "warning")
        elif event.wanted.needs_prompt:
            self.say("A workload needs a prompt.", "warning")
        else:
            self.work = self.run_worker(self._compare(event.wanted), group="compare")

    async def _compare(self, wanted: Wanted) -> None:
        self.figures.focus()
        try:
            await self.bench.compare(wanted)
        finally:
            self._show()

    def action_stop(self) -> None:
        if not self.bench.stop() and self.work is not None:
            self.work.cancel()

    def action_turn_mode(self) -> None:
        self.form.turn()
        self._show()
