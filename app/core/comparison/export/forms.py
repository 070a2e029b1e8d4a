"""A comparison in each form that others read; as JSON it is a record, see `files`."""

from collections.abc import Mapping
from pathlib import Path

from ..analysis import analyse
from ..files import write_record
from ..history import History
from ..record import Record
from ..report.build import report_of
from .csv_table import as_csv
from .html import as_html
from .markdown import as_markdown
from .plots import as_svg

FORM_OF_ENDING: Mapping[str, str] = {
    ".md": "markdown",
    ".csv": "csv",
    ".html": "html",
    ".svg": "svg",
}
"""The form that the end of a file's name asks for."""


def in_form(form: str, record: Record, past: History | None = None) -> str:
    """One of the forms above, without a line end; `past` stands in Markdown and HTML alone.

    Raises `KeyError` for another form.
    """
    # A stray byte in a prompt is half of a surrogate pair, which no file can hold.
    return _formed(form, record, past).encode("utf-8", "replace").decode("utf-8")


def export(file: Path, record: Record) -> None:
    """Write a file in the form of its name's end. Raises `OSError`."""
    form = FORM_OF_ENDING.get(file.suffix)
    if form is None:
        write_record(file, record)
    else:
        file.write_text(in_form(form, record) + "\n", "utf-8", newline="\n")


def _formed(form: str, record: Record, past: History | None) -> str:
    analysis = analyse(record.plan, record.samples, record.received)
    match form:
        case "csv":
            return as_csv(record).rstrip("\n")
        case "svg":
            return as_svg(record, analysis)
        case "html":
            return as_html(record, analysis, past)
        case "markdown":
            return as_markdown(report_of(record, analysis, past))
        case _:
            raise KeyError(form)
