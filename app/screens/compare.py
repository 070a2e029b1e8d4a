"""The compare screen: one prompt, several times, one lane after the other."""

from contextlib import aclosing
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Footer, Input, Static
from textual.worker import Worker

from ...widgets.comparison_table import ComparisonTable
from ..core.events import Event
from ..core.failures import Failure
from ..core.lanes import Lane
from .base import WorkScreen
from .desk import Desk
from .keys import COMPARE_KEYS

if TYPE_CHECKING:
    from ..core.comparison.run import Place, Run

MOST_REPEATS = 99


class CompareScreen(WorkScreen):
    """Runs a comparison over the chat's lanes and shows its figures as they come."""

    CSS_PATH = "compare.tcss"
    BINDING_GROUP_TITLE = "Compare"
    BINDINGS: ClassVar[list[BindingType]] = COMPARE_KEYS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.prompt = Input(placeholder="A prompt; Enter starts", id="compare-prompt")
        self.repeat = Input("3", type="integer", max_length=2, id="compare-repeat")
        self.table = ComparisonTable(id="comparison")
        self.state = Static("", markup=False, id="compare-state")
        self.differences = Static("", markup=False, id="differences")
        self.work: Worker[None] | None = None
        self.lanes: list[Lane] = []
        self.runs: list[Run] = []

    def compose(self) -> ComposeResult:
        self.prompt.border_title, self.repeat.border_title = "Prompt", "Repeat"
        with Horizontal(id="compare-form"):
            yield self.prompt
            yield self.repeat
        with VerticalScroll(id="compare-result") as result:
            result.border_title = "Lanes, one after the other"
            yield self.table
            yield self.state
            yield self.differences
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self.prompt.focus()
        self._follow_lanes()

    def on_screen_resume(self) -> None:
        self._follow_lanes()

    def _follow_lanes(self) -> None:
        if not self.running and not self.runs:
            self.lanes = list(self.desk.lanes.values())
            self._draw(0)
            self._tell(
                "Lanes answer one at a time, at temperature 0 and seed 0 unless a lane says "
                "otherwise; the others are held to the first."
            )

    @property
    def running(self) -> bool:
        return self.work is not None and not self.work.is_finished

    @property
    def _repeats(self) -> int:
        text = self.repeat.value
        return max(1, min(MOST_REPEATS, int(text))) if text.isdigit() else 1

    @on(Input.Submitted)
    def _submitted(self) -> None:
        prompt = self.prompt.value.strip()
        if prompt and self.desk.lanes and not self.running:
            work = self._compare(prompt, self._repeats)
            self.work = self.run_worker(work, group="compare", exclusive=True)

    def action_stop(self) -> None:
        if self.work is not None and self.running:
            self.work.cancel()

    async def _compare(self, prompt: str, repeat: int) -> None:
        from ..core.comparison.run import repeatable, run_comparison

        self.runs, ended = [], "stopped"
        try:
            ready = await self._ready_lanes()
            if isinstance(ready, Failure):
                ended = f"{ready.summary}. {ready.cure}"
                return
            self.lanes = [repeatable(lane) for lane in ready]
            self._draw(repeat)
            runs = run_comparison(
                self.desk.kit.source, self.lanes, [prompt], repeat, watch=self._watch
            )
            async with aclosing(runs):
                async for run in runs:
                    self.runs.append(run)
                    self._draw(repeat)
            ended = "done"
        finally:
            self._tell(f"{ended} · {len(self.runs)} of {repeat * len(self.lanes)} runs")

    async def _ready_lanes(self) -> list[Lane] | Failure:
        lanes: list[Lane] = []
        for lane in self.desk.lanes.values():
            self._tell(self.desk.board.waiting_for(lane))
            ready = await self.desk.board.ready(lane)
            if isinstance(ready, Failure):
                return ready
            lanes.append(ready)
        return lanes

    def _watch(self, place: "Place", _event: Event) -> None:
        self._tell(f"● {self.lanes[place.lane].label} answers, run {place.round + 1}")

    def _tell(self, words: str) -> None:
        if str(self.state.content) != words:
            self.state.update(words)

    def _draw(self, repeat: int) -> None:
        from .compare_rows import difference_lines, table_rows

        self.table.show(table_rows(self.lanes, self.runs, repeat))
        self.differences.update("\n".join(difference_lines(self.lanes, self.runs)))
