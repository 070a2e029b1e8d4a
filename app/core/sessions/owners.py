"""Which Quayside writes a running reply, and whether it still lives.

Every store holds a lock on a file of its own, which the system releases when its process ends,
however it ends. A process id would be given to another process in time, and its start time has
no name that all systems share.
"""

import sqlite3
from contextlib import suppress
from pathlib import Path

from ..file_lock import FileLock
from .model import ReplyState, new_id
from .pieces import interrupted
from .rows import LaneTexts, reply_of
from .writing import settle_reply


class Owner:
    """This store's claim on the replies that it writes."""

    def __init__(self, directory: Path) -> None:
        self.id = new_id()
        self._file = _lock_file(directory, self.id)
        self._lock = FileLock(self._file)

    def claim(self, connection: sqlite3.Connection) -> None:
        """Become known to others; the lock is taken before. Raises `OSError`."""
        self._lock.take()
        connection.execute("INSERT INTO owner (id) VALUES (?)", (self.id,))

    def leave(self, connection: sqlite3.Connection) -> None:
        """What still runs is told to be interrupted."""
        _bury(connection, self.id)

    def release(self) -> None:
        """Give the lock back and remove its file; harmless when it is not held."""
        self._lock.release()
        with suppress(OSError):
            self._file.unlink()


def mark_interrupted(connection: sqlite3.Connection, directory: Path, own: str = "") -> None:
    """End the replies of all owners that are gone."""
    for (owner,) in connection.execute("SELECT id FROM owner WHERE id <> ?", (own,)).fetchall():
        _bury_if_gone(connection, directory, owner)


def _bury_if_gone(connection: sqlite3.Connection, directory: Path, owner: str) -> None:
    file = _lock_file(directory, owner)
    lock = FileLock(file)
    if not lock.take():
        return
    try:
        _bury(connection, owner)
    finally:
        lock.release()
        with suppress(OSError):
            file.unlink()


def _bury(connection: sqlite3.Connection, owner: str) -> None:
    running = connection.execute(
        "SELECT id, place, lane, text, reasoning, details FROM reply WHERE owner = ?", (owner,)
    ).fetchall()
    lanes = LaneTexts()
    for reply, place, lane, text, reasoning, details in running:
        kept = reply_of(place, lanes[lane], ReplyState.RUNNING, (text, reasoning), details)
        settle_reply(connection, reply, interrupted(connection, reply, kept))
    connection.execute("DELETE FROM owner WHERE id = ?", (owner,))


def _lock_file(directory: Path, owner: str) -> Path:
    return directory / f"writer-{owner}.lock"
