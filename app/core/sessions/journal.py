"""What was said and is not yet on the disk: written in order, a batch at a time."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from threading import Lock

from ..failures import Failure
from .opening import transaction
from .pieces import Piece, joined
from .writing import add_pieces

TICK_SECONDS = 0.15
"""A reply's pieces wait at most so long; a commit takes the rest of the promised 0.2 s."""
_RETRY_SECONDS = 1.0

Step = Callable[[sqlite3.Connection], object]


class Journal:
    """Takes steps from any thread; the writing thread carries them out.

    What cannot be written for now, as on a full disk, is held and tried again.
    """

    def __init__(
        self,
        explain: Callable[[sqlite3.Error], Failure],
        tell: Callable[[Failure | None], None],
    ) -> None:
        self._explain, self._tell = explain, tell
        self._waiting: list[Step | Piece] = []
        self._lock = Lock()
        self._due: float | None = None
        self.trouble: Failure | None = None

    def add(self, entries: Iterable[Step | Piece], *, now: bool = False) -> bool:
        """Whether the thread that writes must be woken for it."""
        with self._lock:
            before = self._due
            self._waiting.extend(entries)
            due = time.monotonic() + (0.0 if now else TICK_SECONDS)
            if self.trouble is None or before is None:
                self._due = due if before is None else min(before, due)
            return self._due != before

    def due(self) -> float | None:
        return self._due

    def run(self, connection: sqlite3.Connection) -> None:
        """Write all that waits, in one transaction; never raises."""
        with self._lock:
            entries, self._waiting, self._due = self._waiting, [], None
        failure = self._write(connection, entries) if entries else self.trouble
        if failure != self.trouble:
            self.trouble = failure
            self._tell(failure)

    def _write(
        self, connection: sqlite3.Connection, entries: Sequence[Step | Piece]
    ) -> Failure | None:
        try:
            with transaction(connection):
                _apply(connection, entries)
        except sqlite3.OperationalError as problem:
            self._hold(entries)
            return self._explain(problem)
        except Exception as problem:
            # One entry that cannot be written must not take the others with it.
            return self._write_singly(connection, entries) or self._explain(_known(problem))
        return None

    def _write_singly(
        self, connection: sqlite3.Connection, entries: Sequence[Step | Piece]
    ) -> Failure | None:
        for place, entry in enumerate(entries):
            try:
                with transaction(connection):
                    _apply(connection, [entry])
            except sqlite3.OperationalError as problem:
                self._hold(entries[place:])
                return self._explain(problem)
            except Exception:
                continue
        return None

    def _hold(self, entries: Sequence[Step | Piece]) -> None:
        with self._lock:
            self._waiting[:0] = entries
            self._due = time.monotonic() + _RETRY_SECONDS


def _apply(connection: sqlite3.Connection, entries: Sequence[Step | Piece]) -> None:
    for are_pieces, run in groupby(entries, lambda entry: isinstance(entry, Piece)):
        if are_pieces:
            add_pieces(connection, joined(entry for entry in run if isinstance(entry, Piece)))
        else:
            for entry in run:
                if not isinstance(entry, Piece):
                    entry(connection)


def _known(problem: Exception) -> sqlite3.Error:
    return problem if isinstance(problem, sqlite3.Error) else sqlite3.Error(str(problem))
