"""All keys on one page."""

from collections.abc import Mapping
from itertools import zip_longest
from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from .dialog import Dialog
from .key_table import KeyRow, KeySection, key_sections

KEY_CELLS = 20
TEXT_CELLS = 46


class HelpScreen(Dialog[None]):
    """Written from the bindings as they are in effect."""

    BINDING_GROUP_TITLE = "Dialogs"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q", "dismiss", "Close", id="help.close", tooltip="Back to the work"),
        Binding("j,down", "page('scroll_down')", "Down", id="help.down", tooltip="Next line"),
        Binding("k,up", "page('scroll_up')", "Up", id="help.up", tooltip="Line before"),
    ]
    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        & > VerticalScroll {
            width: 76; max-width: 98%; height: auto; max-height: 92%; padding: 0 2;
            background: $surface; border: round $primary;
            border-title-color: $text-primary; border-subtitle-color: $text-muted;
            scrollbar-size-vertical: 1;
        }
        & Static { height: auto; }
    }
    """

    def __init__(self, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        with VerticalScroll() as page:
            page.border_title = "Keys"
            page.border_subtitle = "escape closes"
            yield Static(help_text(self._keymap), markup=False, id="keys")

    def action_page(self, movement: str) -> None:
        page = self.query_one(VerticalScroll)
        {"scroll_down": page.scroll_down, "scroll_up": page.scroll_up}[movement](animate=False)


def help_text(keymap: Mapping[str, str]) -> Content:
    return Content("\n\n").join(_section(section) for section in key_sections(keymap))


def _section(section: KeySection) -> Content:
    title = Content.styled(section.title, "bold $text-primary")
    return Content("\n").join([title, *(_row(row) for row in section.rows)])


def _row(row: KeyRow) -> Content:
    keys = wrap(" ".join(row.keys), KEY_CELLS - 1, break_on_hyphens=False)
    lines = zip_longest(keys, wrap(row.explanation, TEXT_CELLS), fillvalue="")
    return Content("\n").join(
        [
            Content.assemble((f"{key:<{KEY_CELLS}}", "bold $text-accent"), text)
            for key, text in lines
        ]
    )
