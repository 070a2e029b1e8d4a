"""The compare screen: the same prompt through several lanes, measured in a process of its own."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static
from textual.worker import Worker

from ...widgets.exchange_list import ExchangeList
from ...widgets.key_line import KeyLine
from ...widgets.progress_line import ProgressLine
from .base import WorkScreen
from .comparison.ballots import ballots
from .comparison.bench import Bench
from .comparison.form import CompareForm
from .comparison.plans import Wanted
from .comparison.progress_words import progress_row
from .comparison.records_desk import RecordsDesk
from .comparison.records_pane import RecordsPane
from .comparison.sample_screen import SampleScreen
from .comparison.verdict_lines import joined, verdict_lines
from .comparison.views import CompareViews
from .comparison.vote_screen import VoteScreen
from .desk import Desk
from .keys import COMPARE_KEYS

TICKS_PER_SECOND = 4
_MOST_VERDICTS = 3
LANE_BY_LANE = "The next run goes lane by lane: where a runner holds one model at a time."
IN_TURNS = "In the next run lanes take turns, request by request."


class CompareScreen(WorkScreen):
    """Wires the form, the bench and the views together."""

    CSS_PATH = "compare.tcss"
    BINDING_GROUP_TITLE = "Compare"
    BINDINGS: ClassVar[list[BindingType]] = COMPARE_KEYS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
        self.bench = Bench(desk)
        self.form = CompareForm()
        self.verdict = Static("", markup=False, id="verdict")
        self.progress = ProgressLine(id="compare-progress")
        self.views = CompareViews()
        self.records = RecordsDesk(self)
        self.work: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        yield self.form
        yield self.verdict
        yield self.progress
        yield self.views
        yield KeyLine()

    def on_mount(self) -> None:
        self.form.prompt.focus()
        self.set_interval(1 / TICKS_PER_SECOND, self._tick)
        self.show()

    def on_screen_resume(self) -> None:
        self.show()

    @property
    def running(self) -> bool:
        return self.work is not None and not self.work.is_finished

    def _tick(self) -> None:
        if self.running:
            self.show()

    def show(self) -> None:
        """Draw what has changed."""
        self.bench.follow_lanes(self.form.wanted)
        result, measuring = self.bench.result, self.bench.measurement
        self.verdict.update(joined(verdict_lines(result, _MOST_VERDICTS)))
        self.progress.show(progress_row(self.bench))
        self.views.show(result, measuring.asking if measuring else None)

    # Measuring

    @on(CompareForm.Asked)
    def _asked(self, event: CompareForm.Asked) -> None:
        self._start(event.wanted)

    def action_run(self) -> None:
        self._start(self.form.wanted)

    def _start(self, wanted: Wanted) -> None:
        if wanted.needs_prompt:
            self.say("A workload needs a prompt.", "warning")
        else:
            self._work(partial(self.bench.compare, wanted))

    def action_test_itself(self) -> None:
        self._work(partial(self.bench.test_itself, self.form.wanted))

    def _work(self, work: Callable[[], Awaitable[None]]) -> None:
        if self.running:
            self.say("Still measuring. Escape stops it.", "warning")
        elif not self.desk.lanes:
            self.say("There is no lane. F2, then take a model from the list.", "warning")
        else:
            self.views.begin()
            self.work = self.run_worker(partial(self._carry_out, work), group="compare")

    async def _carry_out(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        finally:
            self.show()
        await self.records.look()

    def action_stop(self) -> None:
        if not self.running:
            self.views.enter()
        elif not self.bench.stop() and self.work is not None:
            self.work.cancel()

    def action_turn_mode(self) -> None:
        self.form.turn()
        self.show()

    def action_turn_order(self) -> None:
        self.form.turn_order()
        self.say(LANE_BY_LANE if self.form.sequential else IN_TURNS)

    def action_edit(self) -> None:
        self.form.prompt.focus()

    # Views

    def action_view(self, place: int) -> None:
        self.views.turn_to(place)
        self.show()
        if self.views.current is self.views.records:
            self.run_worker(self.records.look, group="records", exclusive=True)

    def action_turn_view(self, step: int) -> None:
        self.action_view((self.views.place + step) % len(self.views.all))

    @on(ExchangeList.Opened)
    def _exchange_opened(self, event: ExchangeList.Opened) -> None:
        screen = SampleScreen(self.bench.result, event.index, self.copy)
        self.app.push_screen(screen, self._exchange_left)

    def _exchange_left(self, place: int | None) -> None:
        self.views.exchanges.exchanges.highlighted = place

    def action_vote(self) -> None:
        found = ballots(self.bench.result)
        if found:
            self.app.push_screen(VoteScreen(found, self.desk.kit.data_directory))
        else:
            self.say("There are no two answers that differ: nothing to vote on.", "warning")

    # Records

    @on(RecordsPane.Chosen)
    async def _record_chosen(self, event: RecordsPane.Chosen) -> None:
        await self.records.obey(event.wish, event.file)

    def action_save(self) -> None:
        if self.bench.measured:
            self.records.ask_where_to_save()
        else:
            self.say("Nothing was measured yet.", "warning")
