"""How the answers of each lane spread: a dot for each, the median and its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from .axis import Axis, axis_over
from .braille import COLUMNS, heaped
from .drawing import Drawing
from .plain_text import visible_line
from .plot_labels import label, label_cells

_QUIET = "$foreground 60%"
_LINES = 2
_FEW = 8
_FAR = 3.0
"""How many times the middle 80 % an edge may lie away before it is cut off."""


@dataclass(frozen=True, slots=True)
class StripRow:
    """One lane; `low` and `high` bound its median where there are enough answers for it."""

    name: str
    words: str
    """The median in words, such as `204 ms [199, 212]`."""
    colour: str
    values: Sequence[float] = ()
    median: float | None = None
    low: float | None = None
    high: float | None = None


class StripPlot(Drawing):
    """One strip a lane over a shared axis."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.title = ""
        self.rows: tuple[StripRow, ...] = ()

    def show(self, title: str, rows: Sequence[StripRow]) -> None:
        if (title, tuple(rows)) != (self.title, self.rows):
            self.title, self.rows = title, tuple(rows)
            self.redraw()

    def picture(self, width: int) -> list[Content]:
        told = [value for row in self.rows for value in row.values]
        if not told:
            return [Content.styled(f"{self.title}: nothing measured yet", _QUIET).truncate(width)]
        labels = [text for row in self.rows for text in (row.name, row.words)]
        cells = label_cells(labels, width)
        axis = axis_over(_near(told), max(8, width - cells))
        beyond = [value for value in told if not axis.holds(value)]
        strips = [_strip(row, axis, cells) for row in self.rows]
        each = max(count for _, count in strips)
        lines = [_title(self.title, each, beyond)]
        lines += [line for strip, _ in strips for line in strip]
        rule, words = axis.lines()
        lines += [Content.styled(" " * cells + rule, _QUIET)]
        lines += [Content.styled(" " * cells + words, _QUIET)]
        return [line.truncate(width) for line in lines]


def _strip(row: StripRow, axis: Axis, cells: int) -> tuple[list[Content], int]:
    """Its lines, and how many answers a dot stands for."""
    name = label(row.name, cells, f"bold {row.colour}")
    if not row.values:
        return [Content.assemble(name, ("no answers", _QUIET))], 1
    columns = [axis.place(value, COLUMNS) for value in row.values]
    drawn, each = heaped(columns, axis.cells, _LINES)
    lines = [
        Content.assemble(head, (dots, row.colour))
        for head, dots in zip((name, label(row.words, cells)), drawn, strict=True)
    ]
    lines.append(Content.styled(" " * cells + interval(row, axis), f"bold {row.colour}"))
    return lines, each


def interval(row: StripRow, axis: Axis) -> str:
    """`├──┃─┤`: the median, within its interval where it has one."""
    cells = [" "] * axis.cells
    if row.low is not None and row.high is not None:
        begin, end = axis.place(row.low), axis.place(row.high)
        cells[begin : end + 1] = "─" * (end - begin + 1)
        cells[begin], cells[end] = "├", "┤"
    if row.median is not None:
        cells[axis.place(row.median)] = "┃"
    return "".join(cells).rstrip()


def _near(values: Sequence[float]) -> list[float]:
    """Without the few that lie so far off that the others would be one dot."""
    ordered = sorted(values)
    if len(ordered) < _FEW:
        return ordered
    tenth = len(ordered) // 10
    low, high = ordered[tenth], ordered[-1 - tenth]
    reach = _FAR * ((high - low) or abs(high) or 1.0)
    return [value for value in ordered if low - reach <= value <= high + reach]


def _title(title: str, each: int, beyond: Sequence[float]) -> Content:
    dots = "each dot is one answer" if each == 1 else f"each dot is {each} answers"
    far = f" · {len(beyond)} beyond the edges: {_reach(beyond)}" if beyond else ""
    return Content.assemble((visible_line(title), "bold"), (f" · {dots}{far}", _QUIET))


def _reach(values: Sequence[float]) -> str:
    low, high = f"{min(values):.0f}", f"{max(values):.0f}"
    return low if low == high else f"{low} to {high}"
