"""The runner screen: what runners there are, their engines, models and memory, and acts on them."""

import time
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import ScreenResume
from textual.widgets import Static

from ...widgets.column_list import ColumnList
from ...widgets.key_line import KeyLine
from ...widgets.labelled_lines import LabelledLine, LabelledLines
from ...widgets.preparation_lines import PreparationLines
from .desk import Desk
from .failure_rows import failure_rows
from .keys import RUNNER_KEYS
from .running.acts import RunnerActs
from .running.pulls import Pulls
from .running.rows import MODEL_HEADS, engine_lines, listed_rows, model_rows, state_words
from .running.servers import ServerRow, looked_at_first, servers_of
from .running.watch import Watch

NOBODY = "No server is known here; r searches again."
LISTED = "o opens a lane to a model; loading and pulling are its own affair"
SECONDS = 2.0
"""Between two looks at one runner, while the screen is on show."""
SEARCH_SECONDS = 15.0
"""Between two searches for all servers, while the screen is on show."""


class RunnersScreen(RunnerActs):
    """Looks at one runner at a time; the cursor in the upper list says at which."""

    AUTO_FOCUS = "#models"
    CSS_PATH = "runners.tcss"
    BINDING_GROUP_TITLE = "Runners"
    BINDINGS: ClassVar[list[BindingType]] = RUNNER_KEYS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.servers = ColumnList("Runners and gateways", id="servers")
        self.facts = LabelledLines(id="runner-facts")
        self.models = ColumnList("Models", MODEL_HEADS, id="models")
        self.state = Static("", markup=False, id="runner-state")
        self.lines = PreparationLines(id="pulls")
        self.watched = Watch(desk, self._show)
        self.pulls = Pulls(self._show_pulls, self.told_pull)
        self._rows: list[ServerRow] = []
        self._chosen = False
        """Whether the cursor is where the reader put it; before, it follows what is found."""

    def compose(self) -> ComposeResult:
        yield self.servers
        yield self.facts
        yield self.models
        yield self.lines
        yield self.state
        yield KeyLine()

    def on_mount(self) -> None:
        self.desk.watch(self._desk_changed)
        self.set_interval(SECONDS, self._look)
        self.set_interval(1.0, self._show)
        self.set_interval(SEARCH_SECONDS, self._search)
        self._desk_changed()

    @on(ScreenResume)
    def _come_back(self) -> None:
        self._look()

    async def on_unmount(self) -> None:
        await self.watched.close()

    # What is on show

    def _desk_changed(self) -> None:
        self._rows = servers_of(self.desk)
        self.servers.show_rows([row.drawn() for row in self._rows])
        if not self._chosen:
            self.servers.go_to(looked_at_first(self.desk, self._rows))
        self._turn()

    @property
    def server(self) -> ServerRow | None:
        return next((one for one in self._rows if one.base == self.servers.current), None)

    @on(ColumnList.Moved, "#servers")
    def _moved(self) -> None:
        self._chosen = self._chosen or self.servers.has_focus
        self._turn()

    def _turn(self) -> None:
        row = self.server
        if self.watched.turn_to(row.base if row and row.is_runner else ""):
            self._show()
            self._look()

    @on(ColumnList.Entered, "#servers")
    def _to_models(self) -> None:
        self.models.focus()

    @on(ColumnList.Entered, "#models")
    def _open(self) -> None:
        self.action_inspect()

    def _look(self) -> None:
        if self.is_active:
            self.run_worker(self.watched.look, group="look")

    def action_look(self) -> None:
        self._search()
        self._look()

    def _search(self) -> None:
        """All servers once more: one may have gone, and another come."""
        if self.is_active and not self.desk.searching:
            self.run_worker(self.desk.search, group="search", exclusive=True)

    def _show(self) -> None:
        if not self.is_active:
            return
        taken, server = self.watched.taken, self.server
        if taken is None and server is not None and not server.is_runner:
            self._show_listed(server)
        elif taken is None:
            self._show_words([LabelledLine("", "asking…" if self.watched.base else NOBODY)])
        elif taken.failure is not None:
            lines = [LabelledLine("✗", taken.failure.summary, "$text-error")]
            lines += [LabelledLine(name, text) for name, text in failure_rows(taken.failure)]
            self._show_words(lines)
        else:
            self.facts.show(engine_lines(taken))
            self.models.show_rows(model_rows(taken, time.time()))
            self.state.update(state_words(taken))

    def _show_listed(self, server: ServerRow) -> None:
        """What a server that is no runner tells of itself: its models, by their names."""
        self.facts.show([LabelledLine("base", server.base), LabelledLine("", LISTED)])
        self.models.show_rows(listed_rows(server.found))
        self.state.update("")

    def _show_words(self, lines: list[LabelledLine]) -> None:
        self.facts.show(lines)
        self.models.show_rows([])
        self.state.update("")

    def _show_pulls(self) -> None:
        self.lines.show(self.pulls.lines())
