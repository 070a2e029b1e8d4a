"""One finding in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from .finding_list import LOOKS
from .labelled_lines import LabelledLine, LabelledLines
from .plain_text import visible_line
from .scroll_page import ScrollPage

_DEPTH = 9
_HEAD = "bold $foreground 60%"


@dataclass(frozen=True, slots=True)
class FindingPage:
    """`sections` are labelled texts in reading order; `keys` says what can be done about it."""

    status: str
    title: str
    summary: str
    sections: Sequence[tuple[str, str]] = ()
    keys: str = ""


class FindingDetail(ScrollPage):
    """Scrolls by the keys of every page."""

    BINDING_GROUP_TITLE = "Finding"
    DEFAULT_CSS = """
    FindingDetail {
        border: round $primary 25%;
        border-title-color: $text-muted;
        border-subtitle-color: $text-accent;
        &:focus { border: round $primary; border-title-color: $text-primary; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        self.head = LabelledLines()
        self.page = LabelledLines(_DEPTH)
        super().__init__(self.head, self.page, id=id)
        self.border_title = "Finding"
        self.shown: FindingPage | None = None

    def show(self, page: FindingPage | None) -> None:
        """Show `page` from its top; the finding that is there stays where it was read to."""
        if page == self.shown:
            return
        other = page is None or self.shown is None or page.title != self.shown.title
        self.shown = page
        self.head.show(_head(page) if page else ())
        sections = page.sections if page else ()
        self.page.show([LabelledLine(label, text, _HEAD) for label, text in sections])
        self.border_subtitle = Content(visible_line(page.keys) if page else "")
        if other:
            self.scroll_home(animate=False)


def _head(page: FindingPage) -> list[LabelledLine]:
    mark, style = LOOKS.get(page.status, ("?", ""))
    return [LabelledLine(mark, f"{page.title}: {page.summary}", style, "bold")]
