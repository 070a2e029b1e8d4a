"""One line under a reply: what it is doing and what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from textual.content import Content
from textual.widgets import Static

from .plain_text import visible_line

StatusTone = Literal["quiet", "busy", "done", "warning", "error"]

_STYLES: dict[StatusTone, str] = {
    "quiet": "$foreground 60%",
    "busy": "$text-accent",
    "done": "$text-success",
    "warning": "$text-warning",
    "error": "$text-error",
}


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A mark and a word for the phase, then figures with their units."""

    mark: str
    word: str
    figures: Sequence[str] = ()
    tone: StatusTone = "quiet"


class LaneStatus(Static):
    """Shows a `StatusRow`; what does not fit in two lines is cut at the end."""

    DEFAULT_CSS = """
    LaneStatus {
        height: auto;
        min-height: 1;
        max-height: 2;
        padding: 0 1;
        color: $text-muted;
        &:ansi { text-style: dim; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self.row: StatusRow | None = None
        self._fits: bool | None = None

    def show(self, row: StatusRow) -> None:
        """Draw `row`, if it is not what is drawn already."""
        if row != self.row:
            self.row = row
            figures = "".join(f" · {visible_line(figure)}" for figure in row.figures)
            head = (f"{row.mark} {visible_line(row.word)}", _STYLES[row.tone])
            content = Content.assemble(head, figures)
            fits, before = content.cell_length <= self.content_size.width, self._fits
            self._fits = fits
            # The screen is laid out anew only where this may begin or end to wrap.
            self.update(content, layout=not fits or not before)
