"""A report as Markdown for a note or a ticket; no foreign mark is one of its own."""

import re
from collections.abc import Sequence

from ...markdown_text import escaped, fenced, table
from ..report.parts import Answers, Report, Section, Table

_OPENING = re.compile(r"^(\d*)([-+>.)])")


def as_markdown(report: Report) -> str:
    """Answers stand in fences, so that their own marks stay theirs."""
    parts = [
        f"# {escaped(report.title)}",
        _list(report.verdicts),
        # A quotation stands out wherever Markdown is read.
        _quoted(_list(report.warnings)),
        _section(report.lanes),
        *(_answers(one) for one in report.answers),
        *(_section(one) for one in report.sections),
    ]
    return "\n\n".join(part for part in parts if part)


def _section(section: Section) -> str:
    parts = [f"## {escaped(section.title)}" if section.title else "", _list(section.lines)]
    parts += [_table(section.table)] if section.table else []
    return "\n\n".join(part for part in [*parts, _list(section.notes)] if part)


def _answers(answers: Answers) -> str:
    said = [f"### {escaped(one.title)}\n\n{fenced(one.text)}" for one in answers.said]
    return "\n\n".join([f"## Answers\n\n{fenced(answers.prompt)}", *said])


def _list(lines: Sequence[str]) -> str:
    return "\n".join(_item(line) for line in lines)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())


def _item(line: str) -> str:
    indent = "  " if line.startswith("  ") else ""
    # What begins an item could begin a list of its own.
    text = _OPENING.sub(r"\1\\\2", escaped(line.strip()))
    return f"{indent}- {text}"


def _table(rows: Table) -> str:
    numbers = [head not in rows.words for head in rows.head]
    return table(rows.head, rows.rows, numbers)
