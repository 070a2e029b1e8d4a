"""A comparison as one page that needs nothing else: no script, no link, no other file."""

from ...html_page import page
from ...markup import block_of, text_of
from ..analysis import Analysis
from ..history import History
from ..record import Record
from ..report.build import report_of
from ..report.parts import Answers, Said, Section, Table
from .plots import as_svg

_STYLE = """
ul{padding-left:1.2rem}li.inner{margin-left:1.2rem;color:var(--quiet)}
.verdicts{font-size:1.1rem;font-weight:600;list-style:none;padding:0}
.warnings{color:var(--warn)}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;display:block;overflow-x:auto}
th,td{padding:.25rem .7rem;border-bottom:1px solid var(--edge);text-align:right;white-space:nowrap}
.words{text-align:left}th{color:var(--quiet);font-weight:600}
svg{max-width:100%;height:auto}
.beside{display:grid;grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));gap:1rem}
.beside h3{font-size:.9rem;margin:0;overflow-wrap:anywhere}
mark{background:var(--mark);color:inherit}
"""


def as_html(record: Record, analysis: Analysis, past: History | None = None) -> str:
    """Verdicts, answers side by side, plots, and every table; all foreign text is escaped."""
    report = report_of(record, analysis, past)
    body = [
        f"<h1>{text_of(report.title)}</h1>",
        _list(report.verdicts, "verdicts"),
        _list(report.warnings, "warnings"),
        _section(report.lanes),
        *(_answers(one) for one in report.answers),
        f"<h2>Plots</h2>\n{as_svg(record, analysis)}",
        *(_section(one) for one in report.sections),
    ]
    return page(report.title, _STYLE, body)


def _section(section: Section) -> str:
    parts = [f"<h2>{text_of(section.title)}</h2>" if section.title else ""]
    parts.append(_list(section.lines))
    parts.append(_table(section.table) if section.table else "")
    parts.append(_list(section.notes))
    return "\n".join(part for part in parts if part)


def _list(lines: tuple[str, ...], kind: str = "") -> str:
    if not lines:
        return ""
    items = "".join(_item(line) for line in lines)
    return f'<ul class="{kind}">{items}</ul>' if kind else f"<ul>{items}</ul>"


def _item(line: str) -> str:
    kind = ' class="inner"' if line.startswith("  ") else ""
    return f"<li{kind}>{text_of(line.strip())}</li>"


def _table(table: Table) -> str:
    kinds = [' class="words"' if head in table.words else "" for head in table.head]

    def row(cells: tuple[str, ...], tag: str) -> str:
        told = zip(cells, kinds, strict=True)
        return "".join(f"<{tag}{kind}>{text_of(cell)}</{tag}>" for cell, kind in told)

    rows = "\n".join(f"<tr>{row(cells, 'td')}</tr>" for cells in table.rows)
    head = f"<thead><tr>{row(table.head, 'th')}</tr></thead>"
    return f"<table>{head}\n<tbody>{rows}</tbody></table>"


def _answers(answers: Answers) -> str:
    said = "\n".join(_said(one) for one in answers.said)
    prompt = f"<h2>Answers</h2>\n<pre>{block_of(answers.prompt)}</pre>"
    return f'{prompt}\n<div class="beside">\n{said}\n</div>'


def _said(said: Said) -> str:
    """The answer; the first word that is not the first lane's is marked."""
    text = block_of(said.text)
    if said.differs is not None:
        start, end = said.differs
        before, word, after = said.text[:start], said.text[start:end], said.text[end:]
        text = f"{block_of(before)}<mark>{block_of(word)}</mark>{block_of(after)}"
    return f"<div><h3>{text_of(said.title)}</h3><pre>{text}</pre></div>"
