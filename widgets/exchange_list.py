"""Every request that was made, one a row, with the rhythm of its chunks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from .list_keys import KeyedList
from .plain_text import visible_line
from .sparkline import sparkline

SPARK_CELLS = 18


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """`cells` are padded by their giver; `gaps` are milliseconds, `note` stands at the end."""

    mark: str
    style: str
    lane: str
    colour: str
    cells: Sequence[str]
    gaps: Sequence[float] = ()
    note: str = ""


class ExchangeList(KeyedList):
    """Rows are added while they come; the cursor stays where the reader put it."""

    BINDING_GROUP_TITLE = "Exchanges"
    BINDINGS: ClassVar[list[BindingType]] = []
    DEFAULT_CSS = """
    ExchangeList { border: none; padding: 0 1; height: 1fr; }
    ExchangeList:focus { border: none; }
    """

    @dataclass
    class Opened(Message):
        """The reader wants to see the exchange at `index`, 0 first."""

        index: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id)
        self.rows: list[ExchangeRow] = []

    def show_rows(self, rows: Sequence[ExchangeRow]) -> None:
        """Show `rows`; only what changed is drawn again."""
        if list(rows[: len(self.rows)]) != self.rows:
            self.clear_options()
            self.rows = []
        fresh = rows[len(self.rows) :]
        self.rows += fresh
        self.add_options([Option(_line(row)) for row in fresh])
        if self.highlighted is None and self.rows:
            self.highlighted = 0

    @on(OptionList.OptionSelected)
    def _opened(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Opened(event.option_index))


def _line(row: ExchangeRow) -> Content:
    spark = sparkline(row.gaps, SPARK_CELLS)
    return Content.assemble(
        (f"{row.mark} ", row.style),
        (visible_line(row.lane), row.colour),
        visible_line("".join(f" {cell}" for cell in row.cells)),
        f" {spark}",
        (f" {visible_line(row.note)}" if row.note else "", row.style),
    )
