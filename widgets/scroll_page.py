"""A page that is taller than its place; the keys that every page shares."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget


def quiet(key: str, action: str, text: str, name: str, tip: str) -> Binding:
    """A key that the footer has no room for; its pane says it."""
    return Binding(key, action, text, id=name, tooltip=tip, show=False)


PAGE_KEYS: list[BindingType] = [
    quiet("j,down", "scroll_down", "Down", "page.down", "Next line"),
    quiet("k,up", "scroll_up", "Up", "page.up", "Line before"),
    quiet("g,home", "scroll_home", "Top", "page.top", "First line"),
    quiet("G,end", "scroll_end", "End", "page.end", "Last line"),
    quiet("pagedown,space", "page_down", "Page down", "page.page-down", "One page on"),
    quiet("pageup,b", "page_up", "Page up", "page.page-up", "One page back"),
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
