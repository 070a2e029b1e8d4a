"""Figures of lanes, one row each."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from .plain_text import visible_line

HEADINGS = ("lane", "runs", "TTFT", "speed", "tokens", "text")
_WIDTHS = (0, 6, 9, 16, 8, 10)
_LEAST_NAME_CELLS = 16
_MARGIN = 2

ComparisonRow = tuple[str, str, str, str, str, str]
"""Cells in the order of `HEADINGS`."""


class ComparisonTable(Static):
    """A plain table that fills its width; names of lanes are cut when it is narrow."""

    DEFAULT_CSS = """
    ComparisonTable { height: auto; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self.rows: tuple[ComparisonRow, ...] = ()

    def show(self, rows: Sequence[ComparisonRow]) -> None:
        self.rows = tuple(rows)
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        name_cells = max(_LEAST_NAME_CELLS, self.size.width - sum(_WIDTHS) - _MARGIN)
        lines = [_line(HEADINGS, name_cells, "bold $text-primary")]
        lines += [_line(row, name_cells, "") for row in self.rows]
        self.update(Content("\n").join(lines))


def _line(cells: Sequence[str], name_cells: int, style: str) -> Content:
    widths = (name_cells, *_WIDTHS[1:])
    parts = [
        Content(visible_line(cell))
        .truncate(width - 1, ellipsis=True)
        .pad_right(max(0, width - Content(visible_line(cell)[: width - 1]).cell_length))
        for cell, width in zip(cells, widths, strict=True)
    ]
    line = Content("").join(parts)
    return line.stylize(style) if style else line
