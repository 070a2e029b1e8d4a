"""The index of a session: one row per turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from .plain_text import visible_line
from .row_list import RowList

_LONGEST = 200
"""Characters of a prompt that a row can show; CR LF are two that show as one."""


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One turn: its number, its prompt, and a mark for each lane such as `✓` or `✗`.

    `fork` tells which of several turns at this place it is, such as `2/3`.
    """

    number: int
    prompt: str
    marks: Sequence[str] = ()
    fork: str = ""


class MessageLog(RowList[TurnRow]):
    """Lists the turns of a session; the row under the cursor is the turn to be shown."""

    BINDING_GROUP_TITLE = "Turns"
    BINDINGS: ClassVar[list[BindingType]] = []

    @dataclass
    class Chosen(Message):
        """The turn at `index` (0 first) is to be shown; `enter` when the reader goes into it."""

        index: int
        enter: bool

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("Turns", id=id)

    def show_rows(self, rows: Sequence[TurnRow], selected: int | None) -> None:
        super().show_rows(rows, selected)

    def draw(self, row: TurnRow) -> Content:
        return Content.assemble(
            (f"{row.number:>2} ", "$foreground 60%"),
            ("".join(row.marks) + " ", "$text-accent") if row.marks else "",
            (f"⑂{row.fork} ", "$text-warning") if row.fork else "",
            Content(visible_line(row.prompt[: 2 * _LONGEST])[:_LONGEST]),
        )

    def moved(self, index: int) -> None:
        self.post_message(self.Chosen(index, enter=False))

    def chosen(self, index: int) -> None:
        self.post_message(self.Chosen(index, enter=True))
