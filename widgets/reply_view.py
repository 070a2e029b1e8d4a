"""One reply as a page that is written while it is read."""

from __future__ import annotations

from typing import Literal

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from .plain_text import visible

Tone = Literal["info", "warning", "error"]


class ReplyView(ScrollView, can_focus=True):
    """A scrolling page of Markdown. Give it text by `feed` as it comes, then `finish`."""

    DEFAULT_CSS = """
    ReplyView { background: $surface; color: $foreground; overflow-x: hidden; }
    """

    def __init__(
        self, *, name: str | None = None, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._reply_source = ""
        self._reply_rows: list[str] = []

    @property
    def source(self) -> str:
        """The answer's Markdown, as it was fed."""
        return self._reply_source

    @property
    def following(self) -> bool:
        """Whether the view keeps to the end of the text."""
        return self.is_vertical_scroll_end

    def begin(self) -> None:
        """Empty the page for a new reply and follow it."""
        self.clear()

    def feed(self, text: str) -> None:
        """Add a piece of the answer. Cheap: the page is drawn by the frame clock."""
        self._reply_source += text
        self._draw_rows()

    def feed_reasoning(self, text: str) -> None:
        """Add a piece of the model's reasoning, shown apart before the answer."""

    def note(self, text: str, tone: Tone = "info") -> None:
        """Add plain lines below the text, such as a failure report."""
        self.feed("\n" + text)

    def finish(self) -> None:
        """Settle the page: no more text will come."""

    def show(self, source: str) -> None:
        """Replace the page with a finished reply."""
        self.begin()
        self.feed(source)
        self.finish()

    def clear(self) -> None:
        """Empty the page."""
        self._reply_source = ""
        self._draw_rows()

    def _draw_rows(self) -> None:
        self._reply_rows = visible(self._reply_source).split("\n")
        self.virtual_size = Size(self.size.width, len(self._reply_rows))
        self.scroll_end(animate=False)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        row = self.scroll_offset.y + y
        if row >= len(self._reply_rows):
            return Strip.blank(self.size.width, self.rich_style)
        from rich.segment import Segment

        strip = Strip([Segment(self._reply_rows[row], self.rich_style)])
        return strip.crop_extend(0, self.size.width, self.rich_style)
