"""Headed texts and tables, one below the other, as wide as their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from .drawing import Drawing
from .figure_grid import GridColumn, GridRow, table_lines
from .plain_text import visible, visible_line

_HEAD = "bold $text-primary"


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A paragraph and its style; line feeds in it are kept, `mark` stands before it.

    What is `raw` is broken where the line ends, not between words.
    """

    text: str
    style: str = ""
    mark: str = ""
    raw: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, lines, a table, and notes below it; what is empty is not drawn."""

    title: str = ""
    lines: Sequence[SectionLine] = ()
    columns: Sequence[GridColumn] = ()
    rows: Sequence[GridRow] = ()
    notes: Sequence[SectionLine] = ()


class Sections(Drawing):
    """Draws sections with a blank line between them."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.sections: tuple[Section, ...] = ()

    def show(self, sections: Sequence[Section]) -> None:
        if tuple(sections) != self.sections:
            self.sections = tuple(sections)
            self.redraw()

    def picture(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for section in self.sections:
            if lines:
                lines.append(Content(""))
            lines += _drawn(section, width)
        return lines


def _drawn(section: Section, width: int) -> list[Content]:
    lines: list[Content] = []
    if section.title:
        lines += Content.styled(visible_line(section.title), _HEAD).wrap(width)
    for line in section.lines:
        lines += _wrapped(line, width)
    if section.columns:
        lines += table_lines(section.columns, section.rows, width)
    for line in section.notes:
        lines += _wrapped(line, width)
    return lines


def _wrapped(line: SectionLine, width: int) -> list[Content]:
    mark = f"{visible_line(line.mark)} " if line.mark else ""
    indent = Content(mark).cell_length
    text = Content.styled(visible(line.text), line.style) if line.style else visible(line.text)
    wrapped = _broken(Content.assemble(text), max(1, width - indent), raw=line.raw)
    heads = [mark, *[" " * indent] * (len(wrapped) - 1)]
    return [
        Content.assemble((head, line.style), part)
        for head, part in zip(heads, wrapped, strict=True)
    ]


def _broken(text: Content, width: int, *, raw: bool) -> list[Content]:
    if not raw:
        return text.wrap(width)
    return [part for line in text.split("\n", allow_blank=True) for part in line.fold(width)]
