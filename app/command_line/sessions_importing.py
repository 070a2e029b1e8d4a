"""`quayside sessions import`."""

from ... import __version__
from ..core.given_path import given_path
from ..core.sessions.importing.outcome import Problem
from ..core.sessions.importing.run import Imported, import_file
from ..core.wire.jsontext import JsonObject
from .documents import dumps
from .sessions import Archive
from .sessions_files import unreadable

SCHEMA = "quayside/import/1"
MALFORMED = 3
"""The exit status where everything was read, and some of it is no chat."""
MOST_TOLD = 20
"""Malformed chats that are told one by one."""


async def import_files(archive: Archive) -> int:
    """0 when all came, 1 when a file could not be read, else 3 when chats were malformed."""
    outcomes: dict[str, Imported] = {}
    unread = False
    for name in archive.arguments.names:
        try:
            outcomes[name] = await _import(archive, name)
        except OSError as problem:
            archive.console.failure(unreadable(given_path(name), problem))
            unread = True
    if archive.arguments.json:
        archive.console.line(dumps(_document(outcomes)))
    if unread:
        return 1
    return MALFORMED if any(one.malformed for one in outcomes.values()) else 0


async def _import(archive: Archive, name: str) -> Imported:
    console = archive.console

    def tell(outcome: Imported) -> None:
        console.transient(f"{name}: {outcome.words}")

    outcome = await import_file(archive.store, given_path(name), tell)
    for problem in outcome.problems[:MOST_TOLD]:
        console.note(f"✗ {problem.words(name)}")
    if outcome.malformed > MOST_TOLD:
        console.note(f"… and {outcome.malformed - MOST_TOLD} more")
    console.note(f"{name}: {outcome.words}")
    return outcome


def _document(outcomes: dict[str, Imported]) -> JsonObject:
    files: list[JsonObject] = [
        {
            "file": name,
            "imported": one.added,
            "kept_already": one.there_before,
            "malformed": one.malformed,
            "problems": [_problem(problem) for problem in one.problems],
        }
        for name, one in outcomes.items()
    ]
    return {"schema": SCHEMA, "quayside": __version__, "files": [*files]}


def _problem(problem: Problem) -> JsonObject:
    return {
        "line": problem.line or None,
        "row": problem.row or None,
        "title": problem.title,
        "reason": problem.reason,
    }
