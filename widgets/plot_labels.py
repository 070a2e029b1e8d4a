"""The names at the left of a plot, in a column as wide as the longest needs."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from .plain_text import visible_line

_WIDEST = 24


def label_cells(texts: Iterable[str], width: int) -> int:
    """The column's width with its gap: at most a third of `width`, the plot needs the rest."""
    longest = max(Content(visible_line(text)).cell_length for text in texts)
    return min(longest + 1, _WIDEST, max(2, width // 3))


def label(text: str, cells: int, style: str = "") -> Content:
    """The text, cut and padded to the column."""
    cut = Content.styled(visible_line(text), style).truncate(cells - 1, ellipsis=True)
    return cut.pad_right(cells - cut.cell_length)
