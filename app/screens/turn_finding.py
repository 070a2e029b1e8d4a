"""The search for turns of the session that is talked in: it goes on while other things happen."""

import asyncio
from collections.abc import Callable

from ...widgets.lane_pane import LanePane
from ...widgets.turn_sidebar import TurnSidebar
from ..core.conversation import Turn
from ..core.turn_search import TurnSearch
from .lane_deck import LaneDeck

_SLICE = 0.008
"""Seconds of searching at once; between two, keys and replies have their turn."""


class TurnFinding:
    """Finds, has `show` bring a turn that was found, and marks what was found in its replies."""

    def __init__(
        self, deck: LaneDeck, sidebar: TurnSidebar, show: Callable[[Turn | None], None]
    ) -> None:
        self._deck, self._sidebar, self._show = deck, sidebar, show
        self._search: TurnSearch | None = None
        self._anchor = 0
        self._goes = False
        self._looks = False

    def seek(self, text: str) -> None:
        """Look for `text` and go to the first turn from here on that holds it; end with ``""``."""
        if self._search is None:
            self._anchor = self._here
        self._search = TurnSearch(text) if text else None
        self._goes = self._search is not None
        self._mark(text if self._goes else "")
        self.look_soon()
        self._tell()

    def step(self, by: int) -> None:
        """Go to the next turn that was found (1), or to the one before (-1)."""
        index = self._search.beside(self._here, by) if self._search else None
        if index is not None:
            self._goes = False
            self._go(index)

    def look_soon(self) -> None:
        """Search on, such as in a turn that has come since."""
        if self._search is not None and not self._looks:
            self._looks = True
            self._sidebar.run_worker(self._look, group="turn-search")

    @property
    def _here(self) -> int:
        return self._deck.desk.session.index(self._deck.turn) or 0

    async def _look(self) -> None:
        try:
            while self._search is not None:
                self._look_on(self._search)
                if self._search.through:
                    break
                await asyncio.sleep(0)
        finally:
            self._looks = False

    def _look_on(self, search: TurnSearch) -> None:
        search.look(self._deck.desk.session.turns, _SLICE)
        index = search.first_from(self._anchor)
        if self._goes and index is not None:
            self._goes = False
            self._go(index)
        self._tell()

    def _go(self, index: int) -> None:
        self._anchor = index
        if index != self._here:
            self._show(self._deck.desk.session.turns[index])
        self._mark(self._search.text if self._search else "")
        self._tell()

    def _mark(self, text: str) -> None:
        for pane in self._deck.query(LanePane):
            if text:
                pane.view.find(text, 0)
            else:
                pane.view.end_find()

    def _tell(self) -> None:
        words = f"find {self._search.words(self._here)}" if self._search else ""
        self._sidebar.show_search(words)
