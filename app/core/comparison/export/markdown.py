"""A report as Markdown for a note or a ticket; no foreign mark is one of its own."""

import re
from collections.abc import Sequence

from ...plain_text import one_line, plain
from ..report.parts import Answers, Report, Section, Table

_BACKTICKS = re.compile(r"`{3,}")
_MARKS = re.compile(r"[\\`*_~\[|#]")
_OPENING = re.compile(r"^(\d*)([-+>.)])")


def as_markdown(report: Report) -> str:
    """Answers stand in fences, so that their own marks stay theirs."""
    parts = [
        f"# {escaped(report.title)}",
        _list(report.verdicts),
        _list([f"! {line}" for line in report.warnings]),
        _section(report.lanes),
        *(_answers(one) for one in report.answers),
        *(_section(one) for one in report.sections),
    ]
    return "\n\n".join(part for part in parts if part)


def escaped(text: str) -> str:
    """One line in which no character is markup: no link, no image, no tag, no cell's end."""
    marked = one_line(text).replace("&", "&amp;").replace("<", "&lt;")
    return _MARKS.sub(r"\\\g<0>", marked)


def fenced(text: str) -> str:
    """A block of code whose fence is longer than any in it."""
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{plain(text)}\n{fence}"


def _section(section: Section) -> str:
    parts = [f"## {escaped(section.title)}" if section.title else "", _list(section.lines)]
    parts += [_table(section.table)] if section.table else []
    return "\n\n".join(part for part in [*parts, _list(section.notes)] if part)


def _answers(answers: Answers) -> str:
    said = [f"### {escaped(one.title)}\n\n{fenced(one.text)}" for one in answers.said]
    return "\n\n".join([f"## Answers\n\n{fenced(answers.prompt)}", *said])


def _list(lines: Sequence[str]) -> str:
    return "\n".join(_item(line) for line in lines)


def _item(line: str) -> str:
    indent = "  " if line.startswith("  ") else ""
    # What begins an item could begin a list of its own.
    text = _OPENING.sub(r"\1\\\2", escaped(line.strip()))
    return f"{indent}- {text}"


def _table(table: Table) -> str:
    rule = ["---" if head in table.words else "---:" for head in table.head]
    rows = [[escaped(cell) for cell in row] for row in table.rows]
    head = [escaped(cell) for cell in table.head]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))
