"""One of several lines, chosen from a list over the screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from ...widgets.plain_text import visible_line
from ...widgets.row_list import RowList
from .dialog import Dialog

_LONGEST = 400
"""Characters of a line that are looked at: more than the widest list can show."""


class LineList(RowList[str]):
    """Lines of plain text, any of them foreign."""

    @dataclass
    class Taken(Message):
        """The line at `index` (0 first) was taken."""

        index: int

    def draw(self, row: str) -> Content:
        return Content(visible_line(row[:_LONGEST]))

    def chosen(self, index: int) -> None:
        self.post_message(self.Taken(index))


class ChoiceList(Dialog[int | None]):
    """Gives the place of the line that was taken, or None. Lines are asked for when seen."""

    BINDING_GROUP_TITLE = "Dialogs"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="choice.back", tooltip="Take none of them")
    ]
    DEFAULT_CSS = """
    ChoiceList {
        align: center middle;
        & > LineList { width: 76; max-width: 96%; height: auto; max-height: 80%; }
    }
    """

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._lines = lines
        self.list = LineList(title)

    def compose(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        self.list.show_rows(self._lines, 0)
        self.list.focus()

    @on(LineList.Taken)
    def _taken(self, event: LineList.Taken) -> None:
        self.dismiss(event.index)

    def action_back(self) -> None:
        self.dismiss(None)
