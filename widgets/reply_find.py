"""Finds a text in the rows of a page, a slice at a time."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from time import perf_counter
from typing import TYPE_CHECKING

from .reply_marks import QUOTE_BAR

if TYPE_CHECKING:
    from .reply_page import ReplyPage

# Searched at once; a chunk ends at a blank row where one comes soon.
_CHUNK_ROWS = 128
# Blanks, or the end of one row; never the blank row between two paragraphs.
_GAP = r"(?:[^\S\n]+\n?|\n)[^\S\n]*"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of one row, from `start` to before `end`; a hit may go on in the next row."""

    row: int
    start: int
    end: int


Hit = tuple[Span, ...]


class PageSearch:
    """All hits of one text, in order, while the page grows and is drawn anew.

    A capital letter in `text` makes its case count; blanks in it match the end of a row too.
    """

    def __init__(self, text: str, timer: Callable[[], float] = perf_counter) -> None:
        self.text = text
        self.hits: list[Hit] = []
        self.through = False
        self._timer = timer
        self._pattern = _pattern(text)
        # One row more for each blank in it.
        self._reach = len(text.split()) - 1
        self._next = 0
        self._closed = 0
        self._upheavals = -1

    def look(self, page: ReplyPage, seconds: float) -> bool:
        """Search on for about so long; False where the hits are others than before."""
        same = self.knows(page)
        if not same:
            self.hits, self._next, self._closed = [], 0, 0
            self._upheavals = page.upheavals
        del self.hits[self._closed :]
        end = self._timer() + seconds
        while self._next < page.open_row:
            self._next = self._look_in(page, self._next, page.open_row)
            if self._timer() >= end:
                break
        self._closed = len(self.hits)
        self.through = self._next >= page.open_row
        row = self._next
        while self.through and row < len(page):
            row = self._look_in(page, row, len(page))
        return same

    def knows(self, page: ReplyPage) -> bool:
        """Whether the hits are those of the rows as they are drawn now."""
        return page.upheavals == self._upheavals

    def first_from(self, row: int) -> int | None:
        """The index of the first hit at `row` or below it; None where there is none so far."""
        index = bisect_left(self.hits, row, key=_row_of)
        return index if index < len(self.hits) else None

    def in_row(self, row: int) -> list[tuple[int, Span]]:
        """The hits in a row, each with its index."""
        first = bisect_left(self.hits, row - self._reach, key=_row_of)
        last = bisect_right(self.hits, row, key=_row_of)
        return [
            (index, span)
            for index in range(first, last)
            for span in self.hits[index]
            if span.row == row
        ]

    def _look_in(self, page: ReplyPage, first: int, end: int) -> int:
        rows = page.rows(first, min(end, first + _CHUNK_ROWS))
        # The bar before each row of a quotation is none of its text.
        texts = [strip.text.replace(QUOTE_BAR, " ").rstrip() for strip in rows]
        if first + len(texts) < end and "" in texts:
            del texts[len(texts) - texts[::-1].index("") :]
        starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        for match in self._pattern.finditer("\n".join(texts)):
            self.hits.append(_hit(match, starts, texts, first))
        return first + len(texts)


def _pattern(text: str) -> re.Pattern[str]:
    words = [re.escape(word) for word in re.split(r"\s+", text)]
    cased = any(letter.isupper() for letter in text)
    return re.compile(_GAP.join(words), re.NOFLAG if cased else re.IGNORECASE)


def _hit(match: re.Match[str], starts: list[int], texts: list[str], first: int) -> Hit:
    begin, end = match.span()
    row = bisect_right(starts, begin) - 1
    spans = [Span(first + row, begin - starts[row], min(len(texts[row]), end - starts[row]))]
    while starts[row := row + 1] < end:
        margin = len(texts[row]) - len(texts[row].lstrip())
        spans.append(Span(first + row, margin, min(len(texts[row]), end - starts[row])))
    return tuple(spans)


def _row_of(hit: Hit) -> int:
    return hit[0].row
