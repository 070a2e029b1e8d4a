"""What a reply view shows: reasoning, the answer, tool calls, notes, as rows at one width.

Text is only kept as it comes in; `draw` turns it into rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from time import perf_counter
from typing import TYPE_CHECKING

from textual.strip import Strip

from .reply_answer import AnswerPart
from .reply_block_index import CodeBlock
from .reply_parts import CallsPart, NotesPart, Tone
from .reply_reasoning import ReasoningPart

if TYPE_CHECKING:
    from .reply_render import PageRenderer

Place = tuple[int, int]
_IN_REASONING = -1


class ReplyPage:
    """The text of one reply and its rows."""

    def __init__(self, timer: Callable[[], float] = perf_counter) -> None:
        self._timer = timer
        self._renderer: PageRenderer | None = None
        self._source: list[str] = []
        self._incoming: list[str] = []
        self._finishing = False
        self._reasoning = ReasoningPart()
        self._answer = AnswerPart(timer)
        self._calls = CallsPart()
        self._notes = NotesPart()

    @property
    def source(self) -> str:
        return "".join(self._source)

    @property
    def reasoning(self) -> str:
        return self._reasoning.text

    @property
    def blank(self) -> bool:
        """Whether nothing was given to show."""
        return not (self._source or self._reasoning or self._calls or self._notes)

    @property
    def restyling(self) -> bool:
        """Whether rows are drawn anew, a slice at each `draw`."""
        return self._answer.restyling

    @property
    def settled(self) -> bool:
        """Whether all text that has come is drawn."""
        return self._answer.settled and not (self._incoming or self._finishing)

    def feed(self, text: str) -> None:
        self._source.append(text)
        self._incoming.append(text)
        if not self._reasoning.answered:
            self._reasoning.answered = bool(text.strip())

    def feed_reasoning(self, text: str) -> None:
        self._reasoning.feed(text)

    def reasoned(self, seconds: float | None) -> None:
        """Say how long the model reasoned, where that is known."""
        self._reasoning.seconds = seconds

    @property
    def reasoning_folded(self) -> bool | None:
        """Whether the reasoning is one line; None where there is none."""
        return self._reasoning.folded if self._reasoning else None

    def fold_reasoning(self, folded: bool) -> None:
        self._reasoning.fold(folded)

    def hold(self, place: Place) -> None:
        """Somebody reads at `place`: it is not folded away from them."""
        if place[0] == _IN_REASONING:
            self._reasoning.hold()

    def feed_call(self, index: int, name: str, arguments: str) -> None:
        self._calls.feed(index, name, arguments)

    def note(self, text: str, tone: Tone) -> None:
        self._notes.add(text, tone)

    def finish(self) -> None:
        """Say that the answer is complete; the next `draw` settles its end."""
        self._finishing = True

    def __len__(self) -> int:
        return sum(map(len, self._parts()))

    def __iter__(self) -> Iterator[Strip]:
        return chain.from_iterable(self._parts())

    def row(self, number: int) -> Strip | None:
        """One row, counted from the top; None below the end."""
        for rows in self._parts():
            if number < len(rows):
                return rows[number]
            number -= len(rows)
        return None

    def rows(self, first: int, end: int) -> list[Strip]:
        """The rows from `first` to before `end`."""
        found: list[Strip] = []
        for rows in self._parts():
            found += rows[max(0, first) : max(0, end)]
            first, end = first - len(rows), end - len(rows)
        return found

    @property
    def open_row(self) -> int:
        """The first row that the next `draw` may change when only the answer grows."""
        return len(self._reasoning.rows) + len(self._answer.rows)

    @property
    def upheavals(self) -> int:
        """How often rows above the answer's end have changed."""
        return self._reasoning.changes + self._answer.changes

    def code_blocks(self) -> list[CodeBlock]:
        """The blocks of code that are drawn, in order, with their rows on the page."""
        above = len(self._reasoning.rows)
        return [
            CodeBlock(block.line, above + block.first, above + block.end)
            for block in self._answer.code_blocks()
        ]

    def restyle(self, renderer: PageRenderer, near: int = 0) -> None:
        """Draw everything anew with another renderer, first what is round the row `near`."""
        self._renderer = renderer
        self._answer.restyle(near - len(self._reasoning.rows))

    def place_of(self, row: int) -> Place:
        """Where in the text a row is, whatever the width and whatever grows above it."""
        above = len(self._reasoning.rows)
        return self._answer.place_of(row - above) if row >= above else (_IN_REASONING, row)

    def row_of(self, place: Place) -> int:
        if place[0] == _IN_REASONING:
            return max(0, min(place[1], len(self._reasoning.rows) - 1))
        return len(self._reasoning.rows) + self._answer.row_of(place)

    def draw(self, seconds: float) -> bool:
        """Work on the rows for about so long; whether all text that has come is drawn."""
        renderer = self._renderer
        if renderer is None:
            return False
        end = self._timer() + seconds
        self._take_in()
        self._reasoning.draw(renderer)
        self._answer.draw(renderer, end)
        text = bool(self._answer.rows or self._answer.tail)
        self._calls.draw(renderer, below_text=text)
        self._notes.draw(renderer, below_text=text or bool(self._calls))
        return self.settled

    def _parts(self) -> tuple[list[Strip], ...]:
        answer = self._answer
        return self._reasoning.rows, answer.rows, answer.tail, self._calls.rows, self._notes.rows

    def _take_in(self) -> None:
        text, self._incoming = "".join(self._incoming), []
        if text:
            self._answer.take(text)
        if self._finishing:
            self._finishing = False
            self._answer.finish()
