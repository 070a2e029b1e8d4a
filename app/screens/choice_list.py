"""One of several lines, chosen from a list over the screen."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ...widgets.list_keys import KeyedList
from ...widgets.plain_text import visible_line
from .dialog import Dialog


class ChoiceList(Dialog[int | None]):
    """Gives the place of the line that was taken, or None."""

    BINDING_GROUP_TITLE = "Dialogs"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="choice.back", tooltip="Take none of them")
    ]
    DEFAULT_CSS = """
    ChoiceList {
        align: center middle;
        & > KeyedList { width: 76; max-width: 96%; height: auto; max-height: 80%; }
    }
    """

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._lines = lines
        self.list = KeyedList(title)

    def compose(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        self.list.add_options(Option(Content(visible_line(line))) for line in self._lines)
        self.list.highlighted = 0
        self.list.focus()

    @on(OptionList.OptionSelected)
    def _taken(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)

    def action_back(self) -> None:
        self.dismiss(None)
