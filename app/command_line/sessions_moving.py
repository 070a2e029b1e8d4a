"""`quayside sessions export`, `import` and `delete`."""

from collections.abc import Sequence
from pathlib import Path

from ... import __version__
from ..core.plain_text import one_line
from ..core.private_file import write_private
from ..core.sessions.exporting.document import document_pieces
from ..core.sessions.exporting.forms import Form, export, file_name, short_id
from ..core.sessions.exporting.words import title_words
from ..core.sessions.importing.run import Imported, import_file
from ..core.sessions.model import WholeSession
from ..core.wire.jsontext import JsonObject
from .asking import agrees
from .documents import dumps
from .problems import UsageError
from .sessions import Archive

SCHEMA = "quayside/import/1"
MOST_TOLD = 20
"""Malformed chats that are told one by one."""


async def move(archive: Archive) -> int:
    """0 when all is done; 1 when a file could not be read or a chat was malformed."""
    match archive.arguments.action:
        case "export":
            return await _export(archive)
        case "import":
            return await _import(archive)
        case _:
            return await _delete(archive)


async def _export(archive: Archive) -> int:
    given = archive.arguments
    form = Form(given.form) if given.form in list(Form) else Form.MARKDOWN
    if given.all == bool(given.names):
        raise UsageError("name the sessions to export, or --all of them")
    wholes = [await archive.whole(name) for name in given.names]
    if given.all:
        opened = [await archive.store.open(row.session.id) for row in await archive.rows()]
        wholes = [whole for whole in opened if whole is not None]
    if not given.file:
        if len(wholes) != 1 and form is not Form.JSON:
            raise UsageError("several sessions need --output FOLDER, or --format json")
        _say(archive, wholes, form)
        return 0
    for file, text in _files(_place(given.file), wholes, form):
        _write(file, text, given.force)
        archive.console.note(f"wrote {file}")
    return 0


def _place(text: str) -> Path:
    return Path(text).expanduser()


def _say(archive: Archive, wholes: Sequence[WholeSession], form: Form) -> None:
    if form is Form.JSON:
        for piece in document_pieces(wholes):
            archive.console.write(piece)
    else:
        archive.console.write(export(wholes[0], form))


def _files(place: Path, wholes: Sequence[WholeSession], form: Form) -> list[tuple[Path, str]]:
    if len(wholes) == 1 and not place.is_dir():
        return [(place, export(wholes[0], form))]
    if form is Form.JSON and not place.is_dir():
        return [(place, "".join(document_pieces(wholes)))]
    names, files = set[str](), list[tuple[Path, str]]()
    for whole in wholes:
        name = file_name(whole, form)
        if name in names:
            name = f"{name.removesuffix(f'.{form.value}')}-{short_id(whole)}.{form.value}"
        names.add(name)
        files.append((place / name, export(whole, form)))
    return files


def _write(file: Path, text: str, force: bool) -> None:
    if file.exists() and not force:
        raise UsageError(f"{file} is there already; --force writes over it")
    try:
        write_private(file, text.encode("utf-8", "replace"))
    except OSError as problem:
        raise UsageError(f"{file} cannot be written: {problem.strerror or problem}") from problem


async def _import(archive: Archive) -> int:
    outcomes: dict[str, Imported] = {}
    for name in archive.arguments.names:
        try:
            outcomes[name] = await _import_one(archive, name)
        except OSError as problem:
            raise UsageError(f"{name} cannot be read: {problem.strerror or problem}") from problem
    if archive.arguments.json:
        archive.console.line(dumps(_document(outcomes)))
    return 1 if any(one.malformed for one in outcomes.values()) else 0


async def _import_one(archive: Archive, name: str) -> Imported:
    console = archive.console

    def tell(outcome: Imported) -> None:
        console.transient(f"{name}: {outcome.words}")

    outcome = await import_file(archive.store, _place(name), tell)
    for problem in outcome.problems[:MOST_TOLD]:
        console.note(f"✗ {problem.words(name)}")
    if outcome.malformed > MOST_TOLD:
        console.note(f"… and {outcome.malformed - MOST_TOLD} more")
    console.note(f"{name}: {outcome.words}")
    return outcome


def _document(outcomes: dict[str, Imported]) -> JsonObject:
    return {
        "schema": SCHEMA,
        "quayside": __version__,
        "files": [
            {
                "file": name,
                "imported": one.added,
                "kept_already": one.there_before,
                "malformed": one.malformed,
                "problems": [
                    {
                        "line": problem.line or None,
                        "row": problem.row or None,
                        "title": problem.title,
                        "reason": problem.reason,
                    }
                    for problem in one.problems
                ],
            }
            for name, one in outcomes.items()
        ],
    }


async def _delete(archive: Archive) -> int:
    wholes = [await archive.whole(name) for name in archive.arguments.names]
    titles = ", ".join(one_line(title_words(whole)) for whole in wholes)
    if not archive.arguments.yes and not agrees(f"Delete {titles}?", "delete"):
        archive.console.note("nothing was deleted")
        return 1
    gone = await archive.store.delete([whole.session.id for whole in wholes])
    archive.console.note(f"{gone} in the bin for a week: {titles}")
    return 0
