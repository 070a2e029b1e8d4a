"""The last door before the terminal: what steers it, and what a widget let through, stays here."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from .plain_text import visible_line


class SafeLines(LineFilter):
    """Leaves lines as they are but for control characters, direction marks and half characters.

    Widgets show these as marks; only what a widget did not expect comes here.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        # Nothing that steers is printable, so that usual lines cost one look at each piece.
        if all(text.isprintable() for text, _, _ in segments):
            return segments
        return [
            segment if segment.control else Segment(_without(segment.text), segment.style)
            for segment in segments
        ]


def _without(text: str) -> str:
    """`text` in as many cells: a control character has none."""
    if text.isprintable():
        return text
    return "".join(char for char in text if visible_line(char) == char)
