"""The first view: the lanes as a grid, and what the reader must know about the run."""

from textual.app import ComposeResult
from textual.widgets import Static

from ....widgets.figure_grid import FigureGrid
from ....widgets.scroll_page import ScrollPage
from ...core.comparison.run import Asking
from .lane_rows import grid_columns, grid_rows
from .notices import notices
from .result import Result


class FiguresPane(ScrollPage):
    """Shows figures of all lanes beside each other."""

    DEFAULT_CSS = """
    FiguresPane > Static { margin: 1 0 0 0; }
    """

    def __init__(self) -> None:
        super().__init__(id="figures")
        self.grid = FigureGrid(id="lane-grid")
        self.notices = Static("", markup=False, id="notices")

    def compose(self) -> ComposeResult:
        yield self.grid
        yield self.notices

    def show(self, result: Result, asking: Asking | None = None) -> None:
        self.grid.show(grid_columns(result.plan.mode), grid_rows(result, asking))
        self.notices.update(notices(result))
