"""The views of a comparison: one on show at a time, the others drawn when they are wanted."""

from collections.abc import Sequence
from typing import Protocol, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from ....widgets.scroll_page import ScrollPage
from ....widgets.view_tabs import ViewTabs
from ...core.comparison.run import Asking
from .exchanges_pane import ExchangesPane
from .figures_pane import FiguresPane
from .plots_pane import PlotsPane
from .records_pane import RecordsPane
from .result import Result
from .texts_pane import TextsPane
from .wire_pane import WirePane


class View(Protocol):
    """One of them; a widget whose id is its name."""

    def show(self, result: Result, asking: Asking | None) -> None: ...


class CompareViews(Vertical):
    """Switches between the views; draws only the one that is on show."""

    DEFAULT_CSS = """
    CompareViews {
        height: 1fr;
        & > ViewTabs { margin: 0 1; }
        & > ContentSwitcher { height: 1fr; }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="compare-views")
        self.figures = FiguresPane()
        self.plots = PlotsPane()
        self.texts = TextsPane()
        self.exchanges = ExchangesPane()
        self.wire = WirePane()
        self.records = RecordsPane()
        self.tabs = ViewTabs([f"{one.id}" for one in self.all], id="compare-tabs")
        self._current = 0

    @property
    def all(self) -> Sequence[Widget]:
        return (
            self.figures,
            self.plots,
            self.texts,
            self.exchanges,
            self.wire,
            self.records,
        )

    def compose(self) -> ComposeResult:
        yield self.tabs
        with ContentSwitcher(initial=self.figures.id):
            yield from self.all

    @property
    def current(self) -> Widget:
        return self.all[self._current]

    @property
    def place(self) -> int:
        return self._current

    def show(self, result: Result, asking: Asking | None) -> None:
        """Draw the view on show; one that has drawn this result already does nothing."""
        cast("View", self.current).show(result, asking)

    def turn_to(self, place: int) -> None:
        """Bring the view at `place` on show, and go into it."""
        self._current = place % len(self.all)
        self.query_one(ContentSwitcher).current = self.current.id
        self.tabs.show(self._current)
        self.enter()

    def begin(self) -> None:
        """Go to the top of a view that shows what is being measured."""
        for page in self.query(ScrollPage):
            page.scroll_home(animate=False)
        self.turn_to(0 if self.current is self.records else self.place)

    def enter(self) -> None:
        """Put the focus into the view on show."""
        target = self.current
        if not target.can_focus:
            target = next(one for one in target.query("*").results(Widget) if one.can_focus)
        target.focus()
