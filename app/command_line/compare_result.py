"""What came of a comparison: on stdout in the form that was asked for, and failures beside it."""

from pathlib import Path

from ..core.comparison.analysis import analyse
from ..core.comparison.document import document
from ..core.comparison.export.forms import in_form
from ..core.comparison.files import write_record
from ..core.comparison.history import History, history
from ..core.comparison.keeping import RecordKeeper
from ..core.comparison.record import Record
from ..core.comparison.report.build import report_of
from .compare_text import as_text
from .console import Console
from .documents import dumps
from .problems import UsageError

_WITH_HISTORY = frozenset({"text", "markdown", "html"})


def show(console: Console, record: Record, form: str, older: Record | None) -> None:
    """The record in one of `Arguments.form`; forms without words leave history to narration."""
    past = history(record, older) if older is not None else None
    console.line(_in_form(record, form, past))
    if past is not None and form not in _WITH_HISTORY:
        for line in past.lines:
            console.note(line)


def _in_form(record: Record, form: str, past: History | None) -> str:
    analysis = analyse(record.plan, record.samples, record.received)
    match form:
        case "json":
            return dumps(document(record, analysis))
        case "text":
            return as_text(report_of(record, analysis, past))
        case _:
            return in_form(form, record, past)


def say_failures(console: Console, keeper: RecordKeeper) -> None:
    """Each lane's failure once, however many rounds it failed in."""
    said: set[tuple[int, str]] = set()
    for sample in keeper.record.samples:
        lane, failure = sample.place.lane, sample.failure
        if failure is not None and (lane, failure.kind) not in said:
            said.add((lane, failure.kind))
            label = keeper.record.plan.lanes[lane].label
            console.failure(failure, f"{lane + 1} {label}")
    if keeper.failure is not None:
        console.failure(keeper.failure)


def save(file: Path, record: Record) -> None:
    try:
        write_record(file, record)
    except OSError as problem:
        raise UsageError(f"--save: {problem}") from problem


def writable(name: str) -> Path | None:
    """The file of `--save`, refused before any model is asked; None without one."""
    if not name:
        return None
    file = Path(name).expanduser()
    if not file.parent.is_dir() or (file.exists() and not file.is_file()):
        raise UsageError(f"--save: {file} is not a file in a folder that exists")
    return file
