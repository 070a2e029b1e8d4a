"""A table of figures: headed columns, rows of cells, each as wide as it must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from textual.content import Content

from .drawing import Drawing
from .plain_text import visible_line

_GAPS = (2, 1)
_LEAST = 6
_HEAD = "bold $foreground 60%"


@dataclass(frozen=True, slots=True)
class GridColumn:
    """`yields` is a column that is cut first where the table is too wide."""

    title: str
    align: Literal["left", "right"] = "right"
    yields: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """A text and its style, such as `bold $text-error`."""

    text: str
    style: str = ""


GridRow = Sequence[GridCell | str]


class FigureGrid(Drawing):
    """Draws one table; what is wider than the widget is cut at the right."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns: tuple[GridColumn, ...] = ()
        self.rows: tuple[tuple[GridCell, ...], ...] = ()

    def show(self, columns: Sequence[GridColumn], rows: Sequence[GridRow]) -> None:
        """Draw this table, if it is not what is drawn already."""
        given = tuple(tuple(_cell(cell) for cell in row) for row in rows)
        if (tuple(columns), given) != (self.columns, self.rows):
            self.columns, self.rows = tuple(columns), given
            self.redraw()

    def picture(self, width: int) -> list[Content]:
        return table_lines(self.columns, self.rows, width) if self.columns else []


def table_lines(
    columns: Sequence[GridColumn], rows: Sequence[GridRow], width: int
) -> list[Content]:
    """The heads and the rows as lines of at most `width` cells."""
    heads = tuple(GridCell(visible_line(column.title), _HEAD) for column in columns)
    table = [heads, *(tuple(_cell(cell) for cell in row) for row in rows)]
    widths = natural_widths(table)
    wide, narrow = (one * (len(widths) - 1) for one in _GAPS)
    gap = _GAPS[0] if sum(widths) + wide <= width else _GAPS[1]
    widths = fitted(columns, widths, width - (wide if gap == _GAPS[0] else narrow))
    return [_line(row, columns, widths, gap).truncate(width) for row in table]


def natural_widths(table: Sequence[Sequence[GridCell]]) -> list[int]:
    """Of each column, in cells; rows may be short."""
    columns = max(len(row) for row in table)
    return [
        max(Content(row[place].text).cell_length for row in table if place < len(row))
        for place in range(columns)
    ]


def fitted(columns: Sequence[GridColumn], widths: Sequence[int], width: int) -> list[int]:
    """The widths with the yielding columns narrowed, the widest first, until `width` holds all."""
    given = list(widths)
    over = sum(given) - width
    yielding = [place for place, column in enumerate(columns) if column.yields]
    while over > 0 and yielding:
        widest = max(yielding, key=lambda place: given[place])
        if given[widest] <= _LEAST:
            break
        given[widest] -= 1
        over -= 1
    return given


def _cell(cell: GridCell | str) -> GridCell:
    if isinstance(cell, str):
        return GridCell(visible_line(cell))
    return GridCell(visible_line(cell.text), cell.style)


def _line(
    row: Sequence[GridCell], columns: Sequence[GridColumn], widths: Sequence[int], gap: int
) -> Content:
    parts = [
        _padded(cell, column, width)
        for cell, column, width in zip(row, columns, widths, strict=False)
    ]
    return Content(" " * gap).join(parts)


def _padded(cell: GridCell, column: GridColumn, width: int) -> Content:
    text = Content(cell.text).truncate(width, ellipsis=True)
    if cell.style:
        text = text.stylize(cell.style)
    missing = max(0, width - text.cell_length)
    return text.pad_left(missing) if column.align == "right" else text.pad_right(missing)
