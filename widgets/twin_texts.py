"""Two answers side by side on one page, so that they cannot scroll apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from textual.content import Content

from .drawing import Drawing
from .plain_text import visible, visible_line

PieceMark = Literal["", "differs", "first"]
_STYLES: dict[PieceMark, str] = {
    "": "",
    "differs": "underline $text-warning",
    "first": "bold reverse $text-warning",
}
_BETWEEN, _QUIET = " │ ", "$foreground 60%"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `first` marks where the two texts part."""

    text: str
    mark: PieceMark = ""


@dataclass(frozen=True, slots=True)
class TextSide:
    title: str
    colour: str
    pieces: Sequence[Piece]


class TwinTexts(Drawing):
    """Draws two sides; `line_of_first` is where they part, for the page to scroll there."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.sides: tuple[TextSide, TextSide] | None = None
        self.line_of_first: int | None = None

    def show(self, left: TextSide, right: TextSide) -> None:
        if (left, right) != self.sides:
            self.sides = (left, right)
            self.redraw()

    def clear(self) -> None:
        self.sides = None
        self.redraw()

    def picture(self, width: int) -> list[Content]:
        self.line_of_first = None
        if self.sides is None:
            return []
        cells = max(1, (width - len(_BETWEEN)) // 2)
        columns = [self._column(side, cells) for side in self.sides]
        blank = Content("")
        return [
            Content.assemble(left, " " * (cells - left.cell_length), (_BETWEEN, _QUIET), right)
            for left, right in zip_longest(*columns, fillvalue=blank)
        ]

    def _column(self, side: TextSide, cells: int) -> list[Content]:
        title = Content.styled(visible_line(side.title), f"bold {side.colour}")
        text = Content.assemble(
            *((visible(piece.text), _STYLES[piece.mark]) for piece in side.pieces)
        )
        lines = [title.truncate(cells, ellipsis=True), *text.wrap(cells)]
        self._note_first(side, lines)
        return lines

    def _note_first(self, side: TextSide, lines: Sequence[Content]) -> None:
        if self.line_of_first is None and any(piece.mark == "first" for piece in side.pieces):
            marked = (
                number
                for number, line in enumerate(lines)
                if any(span.style == _STYLES["first"] for span in line.spans)
            )
            self.line_of_first = next(marked, None)
