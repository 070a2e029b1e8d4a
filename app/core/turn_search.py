"""Finds a text in the prompts and answers of a session, a slice at a time."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from time import perf_counter

from .conversation import Turn


class TurnSearch:
    """The turns that hold a text, in order, while the session grows and shows other branches.

    A capital letter in `text` makes its case count; blanks in it match any blanks.
    """

    def __init__(self, text: str, timer: Callable[[], float] = perf_counter) -> None:
        self.text = text
        self.hits: list[int] = []
        """Indices of turns, 0 first."""
        self.through = False
        self._timer = timer
        self._cased = any(letter.isupper() for letter in text)
        self._words = " ".join((text if self._cased else text.casefold()).split())
        # What holds the words together holds the longest of them, which is quickly seen.
        self._longest = max(self._words.split(), key=len, default="")
        self._next = 0
        self._last: Turn | None = None

    def look(self, turns: Sequence[Turn], seconds: float) -> None:
        """Search on in the turns on show, for about so long."""
        if self._next and turns[self._next - 1 : self._next] != [self._last]:
            self.hits, self._next = [], 0
        end = self._timer() + seconds
        while self._next < len(turns):
            self._last = turns[self._next]
            if self._holds(self._last):
                self.hits.append(self._next)
            self._next += 1
            if self._timer() >= end:
                break
        self.through = self._next >= len(turns)

    def first_from(self, index: int) -> int | None:
        """The first turn found at `index` or after it; once all are seen, round the end."""
        place = bisect_left(self.hits, index)
        if place < len(self.hits):
            return self.hits[place]
        return self.hits[0] if self.hits and self.through else None

    def beside(self, index: int, by: int) -> int | None:
        """The turn found next after `index` (`by` 1) or before it (-1), round the ends."""
        if not self.hits:
            return None
        place = bisect_right(self.hits, index) if by > 0 else bisect_left(self.hits, index) - 1
        return self.hits[place % len(self.hits)]

    def words(self, index: int) -> str:
        """Such as `3/17` where the turn at `index` is the third; a plus: the search goes on."""
        count, more = len(self.hits), "" if self.through else "+"
        place = bisect_left(self.hits, index)
        if self.hits[place : place + 1] == [index]:
            return f"{place + 1}/{count}{more}"
        return f"{count}{more}" if count or more else "not found"

    def _holds(self, turn: Turn) -> bool:
        return any(self._in(text) for text in _texts(turn))

    def _in(self, text: str) -> bool:
        folded = text if self._cased else text.casefold()
        if self._longest not in folded:
            return False
        return self._longest == self._words or self._words in " ".join(folded.split())


def _texts(turn: Turn) -> Iterator[str]:
    yield turn.prompt
    for reply in turn.replies.values():
        yield reply.tally.text
