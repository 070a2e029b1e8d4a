"""A comparison for reading in a terminal of 80 columns."""

import textwrap
from collections.abc import Iterator, Sequence

from ..core.comparison.report.parts import Answers, Report, Section, Table
from ..core.plain_text import one_line

_WIDTH = 80
_GAP = "  "


def as_text(report: Report) -> str:
    """The verdicts first, then the answers, then every table."""
    parts = [
        _wrapped(report.title),
        _lines(report.verdicts),
        _lines([f"! {warning}" for warning in report.warnings]),
        _section(report.lanes),
        *(_answers(one) for one in report.answers),
        *(_section(one) for one in report.sections),
    ]
    return "\n\n".join(part for part in parts if part)


def _answers(answers: Answers) -> str:
    said = [f"{one_line(one.title)}\n{one.text}" for one in answers.said]
    return "\n\n".join([f"# {answers.prompt}", *said])


def _section(section: Section) -> str:
    parts = [one_line(section.title), _lines(section.lines)]
    parts += [_table(section.table)] if section.table else []
    return "\n".join(part for part in [*parts, _lines(section.notes)] if part)


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(_wrapped(line) for line in lines)


def _wrapped(line: str) -> str:
    text = one_line(line)
    indent = " " * (len(text) - len(text.lstrip()))
    return textwrap.fill(
        text.strip(),
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _table(table: Table) -> str:
    rows = [tuple(one_line(cell) for cell in row) for row in (table.head, *table.rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    left = [head in table.words for head in table.head]
    return "\n".join(_GAP.join(_cells(row, widths, left)).rstrip() for row in rows)


def _cells(row: Sequence[str], widths: Sequence[int], left: Sequence[bool]) -> Iterator[str]:
    for cell, width, is_left in zip(row, widths, left, strict=True):
        yield cell.ljust(width) if is_left else cell.rjust(width)
