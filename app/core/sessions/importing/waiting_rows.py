"""Rows that wait for the others of their conversation, not in memory: there may be a great many.

They lie in a database of SQLite's own, a temporary file that has no name.
"""

import json
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import contextmanager

from ...wire.jsontext import JsonObject


class WaitingRows:
    """Taken in one by one, given back by conversation. Raises `OSError` where the disk is full."""

    def __init__(self) -> None:
        # An import goes on in whichever thread is free.
        self._rows = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._numbers: dict[str, int] = {}
        with _told():
            self._rows.execute("CREATE TABLE row (conversation INTEGER, content TEXT)")
            self._rows.execute("BEGIN")

    def add(self, key: str, row: JsonObject) -> None:
        """Raises `RecursionError` where it is nested too deeply to be written."""
        number = self._numbers.setdefault(key, len(self._numbers))
        with _told():
            self._rows.execute("INSERT INTO row VALUES (?, ?)", (number, json.dumps(row)))

    def conversations(self) -> Iterator[list[JsonObject]]:
        """In the order of their first rows."""
        with _told():
            self._rows.execute("CREATE INDEX together ON row (conversation)")
        for number in range(len(self._numbers)):
            yield self._conversation(number)

    def _conversation(self, number: int) -> list[JsonObject]:
        asked = "SELECT content FROM row WHERE conversation = ? ORDER BY rowid"
        with _told():
            return [json.loads(content) for (content,) in self._rows.execute(asked, (number,))]

    def close(self) -> None:
        self._rows.close()


@contextmanager
def _told() -> Generator[None]:
    try:
        yield
    except sqlite3.Error as problem:
        raise OSError(f"the rows cannot be put in order: {problem}") from problem
