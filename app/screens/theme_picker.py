"""Choose a theme; the one under the cursor is worn at once."""

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ...widgets.list_keys import KeyedList
from .base import Stage
from .dialog import Dialog


class ThemePicker(Dialog[None]):
    """Enter keeps the theme, escape goes back to the one before."""

    app = getters.app(Stage)
    BINDING_GROUP_TITLE = "Dialogs"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="theme.back", tooltip="Keep the theme as it was")
    ]
    DEFAULT_CSS = """
    ThemePicker {
        align: right top;
        background: $background 0%;
        & > KeyedList { width: 34; height: auto; max-height: 80%; background: $surface; }
    }
    """

    def __init__(self, names: list[str], current: str) -> None:
        super().__init__()
        self._names, self._before = names, current
        self.themes = KeyedList("Themes")

    def compose(self) -> ComposeResult:
        yield self.themes

    def on_mount(self) -> None:
        self.themes.add_options(Option(Content(name)) for name in self._names)
        if self._before in self._names:
            self.themes.highlighted = self._names.index(self._before)
        self.themes.focus()

    @on(OptionList.OptionHighlighted)
    def _worn(self, event: OptionList.OptionHighlighted) -> None:
        self.app.theme = self._names[event.option_index]

    @on(OptionList.OptionSelected)
    def _kept(self) -> None:
        self.dismiss()

    def action_back(self) -> None:
        self.app.theme = self._before
        self.dismiss()
