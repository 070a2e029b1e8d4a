"""Why sessions cannot be kept, from what SQLite or the system says."""

import errno
import sqlite3
from pathlib import Path

from ..failures import Failure

_FULL = "sessions-disk-full"
_READ_ONLY = "sessions-not-writable"
_BUSY = "sessions-busy"
DAMAGED = "sessions-damaged"
_FAULTY = "sessions-disk-error"
_OTHER = "sessions-unusable"

_BY_SQLITE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_IOERR: _FAULTY,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
_BY_SYSTEM = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EIO: _FAULTY,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.EROFS: _READ_ONLY,
    errno.ENOTDIR: _READ_ONLY,
    errno.EEXIST: _READ_ONLY,
}
_WORDS = {
    _FULL: (
        "the disk is full, so sessions are not kept at the moment",
        "the file system of this folder has no room left",
        "Make room; what was said since is written as soon as there is some.",
    ),
    _READ_ONLY: (
        "sessions cannot be kept, because their folder cannot be written",
        "the folder or the file belongs to another user, or lies on a read-only file system",
        "Make the folder writable for you; until then a chat is gone when Quayside ends.",
    ),
    _BUSY: (
        "sessions are not kept at the moment: another program holds their database",
        "another Quayside, a backup or a database browser keeps it locked",
        "Close the other program; what was said since is written then.",
    ),
    _FAULTY: (
        "the disk refuses sessions at the moment",
        "a quota is used up, the disk fails, or a network drive has gone",
        "See to the disk; what was said since is written as soon as it takes it.",
    ),
    DAMAGED: (
        "the database of sessions is damaged",
        "the disk failed, or another program wrote into the file",
        "Start Quayside again: it moves the file aside and begins a fresh one.",
    ),
    _OTHER: (
        "sessions cannot be kept",
        "SQLite cannot work with this file",
        "Look at what was seen; move the file elsewhere to begin a fresh one.",
    ),
}


class StoreError(Exception):
    """A question or a change that the store could not carry out; `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.summary)
        self.failure = failure


def explain_storage(problem: sqlite3.Error | OSError, file: Path) -> Failure:
    """The failure to show for `problem` at the database `file`."""
    kind = _kind(problem)
    summary, cause, cure = _WORDS[kind]
    return Failure(
        kind=kind,
        summary=summary,
        tried=f"open {file}",
        seen=str(problem),
        cause=cause,
        cure=cure,
    )


def is_busy(problem: sqlite3.Error) -> bool:
    """Whether another program holds the database for the moment."""
    return _kind(problem) == _BUSY


def newer_schema(file: Path, found: int, known: int) -> Failure:
    """A file of a later Quayside; it was not touched."""
    return Failure(
        kind="sessions-newer",
        summary="these sessions were written by a newer Quayside; they were left as they are",
        tried=f"open {file}",
        seen=f"schema version {found}; this Quayside knows versions up to {known}",
        cause="Quayside was set back to an older version",
        cure="Use the newer Quayside for these sessions, or another data folder for this one.",
    )


def moved_aside(file: Path, aside: Path, problem: sqlite3.Error) -> Failure:
    """A damaged file that was kept under another name while a fresh one took its place."""
    return Failure(
        kind=DAMAGED,
        summary="the database of sessions was damaged; it was moved aside and a fresh one begun",
        tried=f"open {file}",
        seen=str(problem),
        cause="the disk failed, or another program wrote into the file",
        cure=f"The old file is {aside}; SQLite's own shell may recover what it holds.",
        command=f"sqlite3 '{aside}' .recover",
    )


def _kind(problem: sqlite3.Error | OSError) -> str:
    if isinstance(problem, OSError):
        return _BY_SYSTEM.get(problem.errno or 0, _OTHER)
    # The upper bytes tell where in SQLite it happened. Errors of the module itself have no code.
    code = getattr(problem, "sqlite_errorcode", 0)
    return _BY_SQLITE.get(code & 0xFF, _OTHER)
