"""`quayside sessions export`: to stdout, to one file, or to a folder with a file for each."""

import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from ..core.given_path import given_path, is_folder, is_there
from ..core.private_file import private_writer
from ..core.sessions.exporting.document import END, beginning, following
from ..core.sessions.exporting.forms import Form, export, file_name, short_id
from ..core.sessions.listing import SessionRow
from ..core.sessions.model import WholeSession
from .problems import UsageError
from .sessions import Archive
from .sessions_files import unwritable


async def export_sessions(archive: Archive) -> int:
    """0 when done, 1 when a file could not be written; those before it are whole."""
    given = archive.arguments
    if given.all == bool(given.names):
        raise UsageError("name the sessions to export, or --all of them")
    rows = await (archive.rows() if given.all else archive.named(given.names))
    form = _form(given.form, given.file)
    if not given.file:
        return await _say(archive, rows, form)
    files = _files(given.file, rows, form)
    if not given.force:
        _refuse_what_is_there([file for file, _ in files])
    for file, held in files:
        try:
            await _write(archive, file, held, form)
        except OSError as problem:
            archive.console.failure(unwritable(file, problem))
            return 1
        archive.console.note(f"wrote {file}")
    return 0


def _form(asked: str, file: str) -> Form:
    """As asked; else what the file's name ends in; else Markdown."""
    ending = Path(file).suffix.removeprefix(".").lower()
    return next((Form(one) for one in (asked, ending) if one in list(Form)), Form.MARKDOWN)


async def _say(archive: Archive, rows: Sequence[SessionRow], form: Form) -> int:
    if len(rows) != 1 and form is not Form.JSON:
        raise UsageError("several sessions need --output FOLDER, or --format json")
    async for piece in _pieces(archive, rows, form):
        archive.console.write(piece)
    return 0


async def _pieces(archive: Archive, rows: Sequence[SessionRow], form: Form) -> AsyncIterator[str]:
    """A session at a time: thousands are never held at once."""
    number = 0
    if form is Form.JSON:
        yield beginning()
    for row in rows:
        if whole := await archive.store.open(row.session.id):
            yield following(whole, number) if form is Form.JSON else export(whole, form)
            number += 1
    if form is Form.JSON:
        yield END


def _files(
    output: str, rows: Sequence[SessionRow], form: Form
) -> list[tuple[Path, Sequence[SessionRow]]]:
    """Each with the sessions that it is to hold."""
    target = given_path(output)
    several = is_folder(target) or output.endswith(("/", os.sep))
    if not several and (len(rows) == 1 or form is Form.JSON):
        return [(target, rows)]
    names, files = set[str](), list[tuple[Path, Sequence[SessionRow]]]()
    for row in rows:
        whole = WholeSession(row.session)
        name = file_name(whole, form)
        if name in names:
            name = f"{name.removesuffix(f'.{form.value}')}-{short_id(whole)}.{form.value}"
        if name in names:
            name = f"{row.session.id}.{form.value}"
        names.add(name)
        files.append((target / name, [row]))
    return files


def _refuse_what_is_there(files: Sequence[Path]) -> None:
    """Before the first is written. Raises `UsageError`."""
    there = [file for file in files if is_there(file)]
    if there:
        more = f" and {len(there) - 1} more" if len(there) > 1 else ""
        raise UsageError(f"{there[0]}{more} is there already; --force writes over it")


async def _write(archive: Archive, file: Path, rows: Sequence[SessionRow], form: Form) -> None:
    with private_writer(file) as written:
        async for piece in _pieces(archive, rows, form):
            written.write(piece.encode("utf-8", "replace"))
