"""How the answers of each lane spread: a dot for each, the median and its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from .axis import Axis, axis_over
from .braille import COLUMNS, heaped
from .drawing import Drawing
from .plain_text import visible_line

_QUIET = "$foreground 60%"
_LINES = 2
_WIDEST_LABEL = 24
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
        label = _label_cells(self.rows, width)
        axis = axis_over(_near(told), max(8, width - label))
        beyond = [value for value in told if not axis.holds(value)]
        strips = [_strip(row, axis, label) for row in self.rows]
        each = max(count for _, count in strips)
        lines = [_title(self.title, each, beyond)]
        lines += [line for strip, _ in strips for line in strip]
        rule, words = axis.lines()
        lines += [Content.styled(" " * label + rule, _QUIET)]
        lines += [Content.styled(" " * label + words, _QUIET)]
        return [line.truncate(width) for line in lines]


def _strip(row: StripRow, axis: Axis, label: int) -> tuple[list[Content], int]:
    """Its lines, and how many answers a dot stands for."""
    name = Content.styled(visible_line(row.name), f"bold {row.colour}")
    if not row.values:
        return [Content.assemble(_label(name, label), ("no answers", _QUIET))], 1
    columns = [axis.place(value, COLUMNS) for value in row.values]
    drawn, each = heaped(columns, axis.cells, _LINES)
    heads = (name, Content(visible_line(row.words)))
    lines = [
        Content.assemble(_label(head, label), (dots, row.colour))
        for head, dots in zip(heads, drawn, strict=True)
    ]
    lines.append(Content.styled(" " * label + interval(row, axis), f"bold {row.colour}"))
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


def _label_cells(rows: Sequence[StripRow], width: int) -> int:
    longest = max(
        Content(visible_line(text)).cell_length for row in rows for text in (row.name, row.words)
    )
    return min(longest + 1, _WIDEST_LABEL, max(1, width // 3))


def _label(text: Content, cells: int) -> Content:
    cut = text.truncate(cells - 1, ellipsis=True)
    return cut.pad_right(cells - cut.cell_length)


def _title(title: str, each: int, beyond: Sequence[float]) -> Content:
    dots = "each dot is one answer" if each == 1 else f"each dot is {each} answers"
    far = f" · {len(beyond)} beyond the edges: {_reach(beyond)}" if beyond else ""
    return Content.assemble((visible_line(title), "bold"), (f" · {dots}{far}", _QUIET))


def _reach(values: Sequence[float]) -> str:
    low, high = f"{min(values):.0f}", f"{max(values):.0f}"
    return low if low == high else f"{low} to {high}"
