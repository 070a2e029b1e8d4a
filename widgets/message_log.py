"""The index of a session: one row per turn."""

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


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One turn: its number, its prompt, and a mark for each lane such as `✓` or `✗`.

    `fork` tells which of several turns at this place it is, such as `2/3`.
    """

    number: int
    prompt: str
    marks: Sequence[str] = ()
    fork: str = ""


class MessageLog(KeyedList):
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
        self._rows: list[TurnRow] = []
        self._shown: int | None = None

    def show_rows(self, rows: Sequence[TurnRow], selected: int | None) -> None:
        """Show `rows` and stand on `selected`. Only what changed is drawn again."""
        if len(rows) < len(self._rows):
            self.clear_options()
            self._rows = []
        for index, (row, before) in enumerate(zip(rows, self._rows, strict=False)):
            if row != before:
                self.replace_option_prompt_at_index(index, _line(row))
        # One by one, each would be looked for among all that are there.
        self.add_options([Option(_line(row)) for row in rows[len(self._rows) :]])
        self._rows = list(rows)
        self._shown = selected
        if self.highlighted != selected:
            self.highlighted = selected

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if self.has_focus and event.option_index != self._shown:
            self._shown = event.option_index
            self.post_message(self.Chosen(event.option_index, enter=False))

    @on(OptionList.OptionSelected)
    def _entered(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(event.option_index, enter=True))


def _line(row: TurnRow) -> Content:
    return Content.assemble(
        (f"{row.number:>2} ", "$foreground 60%"),
        ("".join(row.marks) + " ", "$text-accent") if row.marks else "",
        (f"⑂{row.fork} ", "$text-warning") if row.fork else "",
        Content(visible_line(row.prompt)[:200]),
    )
