"""`llm`'s database, opened to read alone; a newer one may have older logs beside the new ones."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from .llm_responses import read_responses
from .llm_tables import LlmTables
from .llm_threads import read_threads
from .messages import Chat
from .outcome import Malformed, Problem

MAGIC = b"SQLite format 3\0"


def read_database(file: Path) -> Iterator[Chat | Problem]:
    """Its conversations. Raises `Malformed` for another database, or where one is damaged."""
    try:
        address = f"file:{quote(str(file.absolute()))}?mode=ro"
        # An import goes on in whichever thread is free, in one at a time.
        opened = sqlite3.connect(address, uri=True, check_same_thread=False)
        with closing(opened) as connection:
            yield from _chats(LlmTables(connection))
    except sqlite3.Error as problem:
        raise Malformed(f"the database cannot be read: {problem}") from problem


def _chats(tables: LlmTables) -> Iterator[Chat | Problem]:
    threaded, answered = (
        tables.has("threads", "turns", "messages", "parts"),
        tables.has("responses"),
    )
    if not (threaded or answered):
        raise Malformed("it is no database of llm's: it has neither threads nor responses")
    already = set[str]()
    for chat in read_threads(tables) if threaded else ():
        # A conversation that went on in the newer tables is there from its beginning.
        already.add(chat.id)
        yield chat
    if answered:
        yield from read_responses(tables, already)
