"""How far something has come, on one line."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content

from .drawing import Drawing
from .plain_text import visible_line

_WIDEST_BAR = 40
_LEAST_BAR = 6
_FULL, _HALF, _EMPTY = "━", "╸", "─"


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """`words` stand behind the bar; a `total` of 0 draws no bar."""

    words: str
    done: int = 0
    total: int = 0
    style: str = "$text-accent"


class ProgressLine(Drawing):
    """A bar, its count, and what is being done."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.progress = ProgressRow("")

    def show(self, progress: ProgressRow) -> None:
        if progress != self.progress:
            self.progress = progress
            self.redraw()

    def picture(self, width: int) -> list[Content]:
        told = self.progress
        words = Content(visible_line(told.words))
        if not told.total:
            return [words.stylize(told.style).truncate(width, ellipsis=True)]
        count = f" {told.done}/{told.total}  "
        room = width - len(count) - words.cell_length
        filled, rest = bar(told.done, told.total, max(_LEAST_BAR, min(_WIDEST_BAR, room)))
        line = Content.assemble((filled, told.style), (rest, "$foreground 30%"), count, words)
        return [line.truncate(width, ellipsis=True)]


def bar(done: int, total: int, cells: int) -> tuple[str, str]:
    """The filled and the empty part of a bar of `cells`, to half a cell."""
    halves = min(2 * cells, 2 * cells * done // total) if total else 0
    filled = _FULL * (halves // 2) + (_HALF if halves % 2 else "")
    return filled, _EMPTY * (cells - len(filled))
