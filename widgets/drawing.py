"""A picture made of lines of text, as wide as its widget."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget


class Drawing(Widget):
    """Renders the lines that are in sight, and is laid out again only when their number changes.

    A subclass gives `picture`, and calls `redraw` when what it shows has changed.
    """

    DEFAULT_CSS = """
    Drawing {
        width: 1fr;
        height: auto;
        text-wrap: nowrap;
        text-overflow: clip;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._picture: Sequence[Content] = ()
        self._picture_width = 0
        self._painted: dict[int, Strip] = {}

    def picture(self, width: int) -> Sequence[Content]:
        """All lines; none is wider than `width` cells, which is at least 1."""
        raise NotImplementedError

    @property
    def text(self) -> str:
        """What is drawn, line by line."""
        return "\n".join(line.plain.rstrip() for line in self._picture)

    def redraw(self) -> None:
        """Draw again what has changed."""
        height = len(self._picture)
        if self._picture_width:
            self._draw(self._picture_width)
        self.refresh(layout=len(self._picture) != height or not self._picture_width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        if width != self._picture_width:
            self._draw(width)
        return len(self._picture)

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        if width and width != self._picture_width:
            self._draw(width)
        if y not in self._painted:
            self._painted[y] = self._paint(y, width)
        return self._painted[y]

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._painted.clear()

    def _draw(self, width: int) -> None:
        self._picture_width = width
        self._picture = self.picture(width) if width else ()
        self._painted.clear()

    def _paint(self, y: int, width: int) -> Strip:
        line = self._picture[y] if y < len(self._picture) else Content("")
        strips = Visual.to_strips(self, line, width, 1, self.visual_style, pad=True)
        return strips[0] if strips else Strip.blank(width, self.rich_style)
