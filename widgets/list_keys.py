"""The keys that every list shares."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList

LIST_KEYS: list[BindingType] = [
    Binding("j,down", "cursor_down", "Down", id="list.down", tooltip="Next row", show=False),
    Binding("k,up", "cursor_up", "Up", id="list.up", tooltip="Row before", show=False),
    Binding("g,home", "first", "First", id="list.first", tooltip="First row", show=False),
    Binding("G,end", "last", "Last", id="list.last", tooltip="Last row", show=False),
    Binding(
        "pagedown",
        "page_down",
        "Page down",
        id="list.page-down",
        tooltip="One page on",
        show=False,
    ),
    Binding(
        "pageup",
        "page_up",
        "Page up",
        id="list.page-up",
        tooltip="One page back",
        show=False,
    ),
]
CHOOSE_KEY = Binding(
    "enter", "select", "Choose", id="list.choose", tooltip="Take this row", show=False
)
LIST_FRAME = """
        background: $background;
        border: round $primary 25%;
        border-title-color: $text-muted;
        padding: 0;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        &:focus { border: round $primary; border-title-color: $text-primary; }
"""
"""What every list looks like around its rows: rules of a style sheet."""


class KeyedList(OptionList, inherit_bindings=False):
    """An option list that moves by arrows and by `j k g G`, and never reads markup."""

    BINDING_GROUP_TITLE = "Lists"
    BINDINGS: ClassVar[list[BindingType]] = [*LIST_KEYS, CHOOSE_KEY]
    DEFAULT_CSS = (
        """
    KeyedList {
        """
        + LIST_FRAME
        + """
        & > .option-list--option-disabled { color: $foreground 75%; }
        & > .option-list--option-highlighted { background: $boost; }
        &:focus > .option-list--option-highlighted { background: $primary 30%; text-style: bold; }
    }
    """
    )

    def __init__(self, title: str, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self.border_title = title

    # Where there is no room for a row, Textual knows no pages, and a key for one ends the program.

    def action_page_up(self) -> None:
        if self.scrollable_content_region:
            super().action_page_up()

    def action_page_down(self) -> None:
        if self.scrollable_content_region:
            super().action_page_down()
