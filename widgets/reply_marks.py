"""Marks laid over rows of a page that are drawn already."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

BAR = QUOTE_BAR = "▌"


def barred(strip: Strip, style: Style) -> Strip:
    """A row of marked code: its margin becomes a bar, which says it without colour too."""
    return Strip.join([Strip([Segment(BAR, style)], 1), strip.crop(1)])


def marked_span(strip: Strip, span: tuple[int, int], style: Style) -> Strip:
    """The characters from the first to before the second of `span` in `style`; -1 is the end.

    What lies beyond the row's end is left out: the row may be another since `span` was found.
    """
    length = len(strip.text)
    start, end = (strip.index_to_cell_position(min(max(0, index), length)) for index in span)
    end = strip.cell_length if span[1] == -1 else end
    before, chosen, after = (strip.crop(*cut) for cut in ((0, start), (start, end), (end,)))
    marked = Strip(Segment.apply_style(chosen, post_style=style), chosen.cell_length)
    return Strip.join([before, marked, after])
