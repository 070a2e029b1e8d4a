"""Sections of a report as the page draws them."""

from collections.abc import Sequence

from ....widgets.figure_grid import GridCell, GridColumn
from ....widgets.sections import Section, SectionLine
from ...core.comparison.report import parts

_STYLES = {
    "slower": "$text-warning",
    "faster": "$text-success",
    "the same": "$text-success",
    "server": "$foreground 75%",
}
_QUIET = "$foreground 75%"


def drawn(section: parts.Section, colours: Sequence[str]) -> Section:
    """`colours` are the lanes' own: cells such as `2 proxy` wear them."""
    table = section.table
    return Section(
        title=section.title,
        lines=[SectionLine(line) for line in section.lines],
        columns=_columns(table) if table else (),
        rows=[[_cell(text, colours) for text in row] for row in table.rows] if table else (),
        notes=[SectionLine(note, _QUIET) for note in section.notes],
    )


def all_drawn(sections: Sequence[parts.Section], colours: Sequence[str]) -> list[Section]:
    return [drawn(one, colours) for one in sections if not one.empty]


def _columns(table: parts.Table) -> list[GridColumn]:
    return [GridColumn(name, "left" if name in table.words else "right") for name in table.head]


def _cell(text: str, colours: Sequence[str]) -> GridCell:
    number, _, path = text.partition(" ")
    if path and number.isdigit() and 0 < int(number) <= len(colours):
        return GridCell(text, colours[int(number) - 1])
    return GridCell(text, _STYLES.get(text, ""))
