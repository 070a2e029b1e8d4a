"""Comparisons as files, as the screen keeps, opens and deletes them."""

from pathlib import Path
from typing import TYPE_CHECKING

from ...core.comparison.record import Record

FORMATS = (".json", ".md", ".csv", ".html", ".svg")
"""Ends of names in which a comparison can be written."""

if TYPE_CHECKING:
    from ...core.comparison.files import SavedRecord


def keep(data_directory: Path, record: Record) -> Path:
    """Write the record under a name of its own. Raises `OSError`."""
    from ...core.comparison.files import record_file, records_directory, write_record

    file = record_file(records_directory(data_directory), record)
    write_record(file, record)
    return file


def records_folder(data_directory: Path) -> Path:
    from ...core.comparison.files import records_directory

    return records_directory(data_directory)


def kept_records(data_directory: Path) -> "list[SavedRecord]":
    from ...core.comparison.files import records_directory, saved_records

    return saved_records(records_directory(data_directory))


def open_record(file: Path) -> Record | str:
    """The record in the file, or why there is none."""
    from ...core.comparison.document import RecordError
    from ...core.comparison.files import read_file

    try:
        return read_file(file)
    except RecordError as problem:
        return f"{problem}"


def hold_against(newer: Record, file: Path) -> tuple[str, tuple[str, ...]]:
    """A heading and lines: what has changed since the record in the file, or why none can tell."""
    from ...core.comparison.history import history

    older = open_record(file)
    if isinstance(older, str):
        return "Not compared", (older,)
    found = history(newer, older)
    return f"Against the record of {found.since}", found.lines or ("Nothing to compare.",)


def write_as(file: Path, record: Record) -> None:
    """Write the record in the form that the file's name asks for. Raises `OSError`."""
    from ...core.comparison.export.forms import export

    export(file, record)
