"""A page that is taller than its place; the keys that every page shares."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

PAGE_KEYS: list[BindingType] = [
    Binding("j,down", "scroll_down", "Down", id="page.down", tooltip="Next line", show=False),
    Binding("k,up", "scroll_up", "Up", id="page.up", tooltip="Line before", show=False),
    Binding("g,home", "scroll_home", "Top", id="page.top", tooltip="First line", show=False),
    Binding("G,end", "scroll_end", "End", id="page.end", tooltip="Last line", show=False),
    Binding(
        "pagedown,space",
        "page_down",
        "Page down",
        id="page.page-down",
        tooltip="One page on",
        show=False,
    ),
    Binding(
        "pageup,b",
        "page_up",
        "Page up",
        id="page.page-up",
        tooltip="One page back",
        show=False,
    ),
]


class ScrollPage(VerticalScroll, inherit_bindings=False):
    """Scrolls up and down by keys; left and right are left to the screen."""

    BINDING_GROUP_TITLE = "Pages"
    BINDINGS: ClassVar[list[BindingType]] = PAGE_KEYS
    DEFAULT_CSS = """
    ScrollPage {
        padding: 0 1;
        background: $background;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
    }
    """

    def __init__(self, *children: Widget, id: str | None = None) -> None:
        super().__init__(*children, id=id)
