"""A page over the screen, of labelled lines."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.markup import escape

from ....widgets.labelled_lines import LabelledLine, LabelledLines
from ....widgets.plain_text import visible_line
from ....widgets.scroll_page import ScrollPage
from ..dialog import Dialog


class DetailScreen(Dialog[None]):
    """Read only; the title is foreign text."""

    BINDING_GROUP_TITLE = "Pages"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Close", id="detail.close", tooltip="Back to the list")
    ]
    DEFAULT_CSS = """
    DetailScreen {
        align: center middle;
        & > ScrollPage {
            width: 96%; height: 90%; background: $surface; border: round $primary;
            border-title-color: $text-primary; border-subtitle-color: $text-muted;
        }
    }
    """

    def __init__(self, title: str, lines: Sequence[LabelledLine]) -> None:
        super().__init__()
        self._asked, self._lines = title, lines

    def compose(self) -> ComposeResult:
        lines = LabelledLines()
        with ScrollPage() as page:
            page.border_title = _title(self._asked)
            page.border_subtitle = "escape closes"
            yield lines
        lines.show(self._lines)

    def on_mount(self) -> None:
        self.query_one(ScrollPage).focus()


def _title(text: str) -> str:
    """A border's title is markup: brackets of foreign text are not."""
    return escape(visible_line(text))
