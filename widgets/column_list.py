"""Rows of columns under a heading; the cursor stays on its row while others come and go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from .list_keys import KeyedList
from .plain_text import visible_line

_QUIET = "$foreground 60%"
_WIDEST = 44
"""Cells of a column but the last; what is longer is cut."""


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One row by its id; `style` is of its first cell."""

    id: str
    cells: tuple[str, ...]
    style: str = ""


class ColumnList(KeyedList):
    """Columns are as wide as their widest cell; the heading stands in the first row."""

    BINDING_GROUP_TITLE = "Columns"
    BINDINGS: ClassVar[list[BindingType]] = []

    @dataclass
    class Moved(Message):
        """Another row is under the cursor."""

        list: ColumnList
        id: str

        @property
        def control(self) -> ColumnList:
            return self.list

    @dataclass
    class Entered(Message):
        """Enter was pressed on a row."""

        list: ColumnList
        id: str

        @property
        def control(self) -> ColumnList:
            return self.list

    def __init__(self, title: str, heads: Sequence[str] = (), *, id: str | None = None) -> None:
        super().__init__(title, id=id)
        self._heads = tuple(heads)
        self.rows: tuple[ColumnRow, ...] = ()

    @property
    def current(self) -> str:
        """The id of the row under the cursor; empty where there is none."""
        option = self.highlighted_option
        return (option.id or "") if option is not None else ""

    def show_rows(self, rows: Sequence[ColumnRow]) -> None:
        if tuple(rows) == self.rows and self.option_count:
            return
        before, place = self.current, self.highlighted
        self.rows = tuple(rows)
        cells = [tuple(visible_line(cell) for cell in row.cells) for row in rows]
        widths = _widths([self._heads, *cells] if self._heads else cells)
        self.set_options(self._drawn_options(cells, widths))
        self._stand_on(before, place)

    def go_to(self, id: str) -> None:
        """Put the cursor on the row of that id; it stays where there is none."""
        self._stand_on(id, self.highlighted)

    def _drawn_options(
        self, cells: Sequence[tuple[str, ...]], widths: Sequence[int]
    ) -> list[Option]:
        options: list[Option] = []
        if self._heads and self.rows:
            options.append(Option(_line(self._heads, widths, _QUIET, _QUIET), disabled=True))
        for row, told in zip(self.rows, cells, strict=True):
            options.append(Option(_line(told, widths, row.style or "bold", ""), id=row.id))
        return options

    def _stand_on(self, before: str, place: int | None) -> None:
        if not self.rows:
            return
        ids = [row.id for row in self.rows]
        first = self.option_count - len(ids)
        if before in ids:
            self.highlighted = first + ids.index(before)
        else:
            self.highlighted = min(max(place or 0, first), self.option_count - 1)

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.Moved(self, event.option_id or ""))

    @on(OptionList.OptionSelected)
    def _entered(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Entered(self, event.option_id or ""))


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    if not rows:
        return []
    return [min(_WIDEST, max(map(cell_len, column))) for column in zip(*rows, strict=True)]


def _line(cells: Sequence[str], widths: Sequence[int], first: str, rest: str) -> Content:
    parts: list[Content] = []
    for number, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        text = Content(cell)
        if number < len(cells) - 1:
            text = text.truncate(width, ellipsis=True, pad=True)
        parts.append(text.stylize(first if number == 0 else rest))
    return Content("  ").join(parts)
