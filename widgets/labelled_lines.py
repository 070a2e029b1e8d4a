"""Texts behind their labels, wrapped so that the labels stand free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from .drawing import Drawing
from .plain_text import visible, visible_line

_DEEPEST = 10
"""Cells that a label may push its text in; a longer one stands above it."""


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """A label and a text that may hold line feeds; `most` cuts it to so many rows, 0 to none."""

    label: str
    text: str
    style: str = ""
    """Of the label."""
    text_style: str = ""
    most: int = 0


class LabelledLines(Drawing):
    """`depth` is the cells up to the text; 0 puts it right behind its label."""

    def __init__(self, depth: int = 0, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._depth = depth
        self.lines: tuple[LabelledLine, ...] = ()

    def show(self, lines: Sequence[LabelledLine]) -> None:
        if tuple(lines) != self.lines:
            self.lines = tuple(lines)
            self.redraw()

    def picture(self, width: int) -> list[Content]:
        return [row for line in self.lines for row in self._rows(line, width)]

    def _rows(self, line: LabelledLine, width: int) -> list[Content]:
        label = Content(visible_line(line.label))
        depth = self._depth or label.cell_length + 1
        if label.cell_length >= min(depth, width) or depth > _DEEPEST:
            head = [Content.styled(label.plain, line.style).truncate(width, ellipsis=True)]
            return head + [Content("  ") + row for row in _wrapped(line, width - 2)]
        rows = _wrapped(line, width - depth)
        padded = label.plain + " " * (depth - label.cell_length)
        pads = [padded, *[" " * depth] * (len(rows) - 1)]
        return [
            Content.assemble((pad, line.style), row) for pad, row in zip(pads, rows, strict=True)
        ]


def _wrapped(line: LabelledLine, width: int) -> list[Content]:
    cells = max(1, width)
    text = visible_line(line.text) if line.most else visible(line.text)
    rows = Content.styled(text, line.text_style).wrap(cells)
    if not line.most or len(rows) <= line.most:
        return list(rows)
    rest = Content(" ").join(rows[line.most - 1 :])
    return [*rows[: line.most - 1], rest.truncate(cells, ellipsis=True)]
