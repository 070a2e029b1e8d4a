"""Which hit of a search is the reader's, and which comes next."""

from __future__ import annotations

from .reply_find import PageSearch, Span
from .reply_page import ReplyPage


class FindWalk:
    """Stands on a hit; begins at the first one at or below the row `anchor`.

    One that `stays` does not have the page follow it there.
    """

    def __init__(self, text: str, anchor: int, *, stays: bool = False) -> None:
        self.search = PageSearch(text)
        self._anchor = anchor
        self._stays = stays
        self._index: int | None = None
        self._note = ""

    @property
    def row(self) -> int | None:
        """The row of the reader's hit."""
        return None if self._index is None else self.search.hits[self._index][0].row

    @property
    def words(self) -> str:
        """Such as `3/17`; a plus says that the search goes on."""
        count, more = len(self.search.hits), "" if self.search.through else "+"
        if self._index is None:
            return "not found" if self.search.through else f"0/{count}+"
        return f"{self._index + 1}/{count}{more}{self._note}"

    def look(self, page: ReplyPage, seconds: float, top: int) -> bool:
        """Search on; whether the page is to go to a hit that was come to by that.

        Where all was drawn anew, the reader stands on the first hit from the row `top` on.
        """
        if not self.search.look(page, seconds) and self._index is not None:
            self._index, self._anchor, self._stays = None, top, True
        if self._index is not None and self._index < len(self.search.hits):
            return False
        self._index = self.search.first_from(self._anchor)
        if self._index is None and self.search.through and self.search.hits:
            self._index = 0
        return self._index is not None and not self._stays

    def step(self, by: int) -> None:
        """Go to the next hit, or to the one before; round the end and the top."""
        if self._index is not None:
            count = len(self.search.hits)
            index = self._index + by
            notes = {-1: " · from the end again", count: " · from the top again"}
            self._index, self._note = index % count, notes.get(index, "")
            self._anchor = self.row or 0

    def in_row(self, page: ReplyPage, row: int) -> list[tuple[bool, Span]]:
        """The hits in a row; whether each is the reader's."""
        if not self.search.knows(page):
            return []
        return [(index == self._index, span) for index, span in self.search.in_row(row)]
