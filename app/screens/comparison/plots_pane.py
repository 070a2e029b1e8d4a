"""The second view: how answers spread, and what differs, one figure at a time."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ....widgets.difference_plot import DifferencePlot
from ....widgets.hint_line import HintLine
from ....widgets.scroll_page import ScrollPage, quiet
from ....widgets.strip_plot import StripPlot
from ...core.comparison.run import Asking
from .plot_rows import (
    difference_rows,
    difference_title,
    place_of,
    plotted_figures,
    strip_rows,
    strip_title,
)
from .result import Result


class PlotsPane(ScrollPage):
    """`n` and `p` go through the figures."""

    BINDING_GROUP_TITLE = "Plots"
    BINDINGS: ClassVar[list[BindingType]] = [
        quiet("n", "figure(1)", "Next figure", "plots.next", "Plot the next figure"),
        quiet("p", "figure(-1)", "Figure before", "plots.before", "Plot the figure before"),
    ]
    DEFAULT_CSS = """
    PlotsPane > StripPlot { margin: 0 0 1 0; }
    """

    def __init__(self) -> None:
        super().__init__(id="plots")
        self.which = HintLine(id="plot-figure")
        self.strips = StripPlot(id="strips")
        self.differences = DifferencePlot(id="difference-plot")
        self._result: Result | None = None
        self._figure = ""

    def compose(self) -> ComposeResult:
        yield self.which
        yield self.strips
        yield self.differences

    def show(self, result: Result, _asking: Asking | None) -> None:
        if result is not self._result:
            self._result = result
            self._plot()

    def action_figure(self, step: int) -> None:
        if self._result is not None:
            figures = plotted_figures(self._result)
            self._figure = figures[(place_of(figures, self._figure) + step) % len(figures)].name
            self._plot()

    def _plot(self) -> None:
        result = self._result
        if result is None:
            return
        figures = plotted_figures(result)
        place = place_of(figures, self._figure)
        figure = figures[place]
        hints = [("n p", f"{place + 1}/{len(figures)}")]
        self.which.show(f"{figure.title}: {figure.meaning}", hints=hints)
        self.strips.show(strip_title(figure), strip_rows(result, figure))
        self.differences.show(difference_title(result, figure), difference_rows(result, figure))
