"""What lanes take more or less than the first one: intervals against zero and a margin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from .axis import Axis, axis_over
from .drawing import Drawing
from .plain_text import visible_line
from .plot_labels import label, label_cells

_QUIET = "$foreground 60%"
_BAND, _ZERO = "░", "│"


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """`margin` is what would be no difference to the user; bounds are None where too few."""

    name: str
    words: str
    colour: str
    value: float
    low: float | None
    high: float | None
    margin: float


class DifferencePlot(Drawing):
    """One interval a row over a shared axis that holds zero."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.title = ""
        self.rows: tuple[DifferenceRow, ...] = ()

    def show(self, title: str, rows: Sequence[DifferenceRow]) -> None:
        if (title, tuple(rows)) != (self.title, self.rows):
            self.title, self.rows = title, tuple(rows)
            self.redraw()

    def picture(self, width: int) -> list[Content]:
        if not self.rows:
            return [Content.styled(f"{self.title}: no pairs yet", _QUIET).truncate(width)]
        cells = label_cells([row.name for row in self.rows], width)
        axis = axis_over(_reach(self.rows), max(8, width - cells))
        lines = [_title(self.title)]
        for row in self.rows:
            head = label(row.name, cells, f"bold {row.colour}")
            lines.append(Content.assemble(head, _drawn(row, axis)))
            lines.append(Content.styled(f"  {visible_line(row.words)}", row.colour))
        rule, words = axis.lines()
        lines += [Content.styled(" " * cells + text, _QUIET) for text in (rule, words)]
        return [line.truncate(width, ellipsis=True) for line in lines]


def _drawn(row: DifferenceRow, axis: Axis) -> Content:
    ground = [" "] * axis.cells
    begin, end = axis.place(-row.margin), axis.place(row.margin)
    ground[begin : end + 1] = _BAND * (end - begin + 1)
    ground[axis.place(0.0)] = _ZERO
    line = Content.styled("".join(ground), _QUIET)
    first, mark = interval(row, axis)
    before, after = line[:first], line[first + len(mark) :]
    return Content.assemble(before, (mark, f"bold {row.colour}"), after)


def interval(row: DifferenceRow, axis: Axis) -> tuple[int, str]:
    """Where it begins, and `├──●─┤`, or `●` alone where there is no interval."""
    at = axis.place(row.value)
    if row.low is None or row.high is None:
        return at, "●"
    begin, end = axis.place(row.low), axis.place(row.high)
    cells = ["─"] * (end - begin + 1)
    cells[0], cells[-1] = "├", "┤"
    cells[at - begin] = "●"
    return begin, "".join(cells)


def _reach(rows: Sequence[DifferenceRow]) -> list[float]:
    bounds = [bound for row in rows for bound in (row.low, row.high, row.value)]
    margins = [side * row.margin for row in rows for side in (-1.0, 1.0)]
    return [0.0, *margins, *(bound for bound in bounds if bound is not None)]


def _title(title: str) -> Content:
    told = f" · {_BAND} no difference to a user · {_ZERO} none at all"
    return Content.assemble((visible_line(title), "bold"), (told, _QUIET))
