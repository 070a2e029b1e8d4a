"""Rows out of `llm`'s database, opened to read alone; its tables have grown with its releases."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from ...lanes import JsonValue
from ...wire.jsontext import JsonObject
from .outcome import Malformed, Problem

MAGIC = b"SQLite format 3\0"
_COLUMNS = ("id", "model", "resolved_model", "prompt", "system", "response", "conversation_id")
_DATE = "datetime_utc"


def read_rows(file: Path) -> Iterator[JsonObject | Problem]:
    """Every response as a row of `llm logs --json`. Raises `Malformed` for another database."""
    try:
        address = f"file:{quote(str(file.absolute()))}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.text_factory = _text
            yield from _rows(connection)
    except sqlite3.Error as problem:
        raise Malformed(f"the database cannot be read: {problem}") from problem


def _rows(connection: sqlite3.Connection) -> Iterator[JsonObject | Problem]:
    columns = _columns_of(connection, "responses")
    wanted = [name for name in (*_COLUMNS, _DATE) if name in columns]
    if not {"id", "prompt", "response"} <= set(wanted):
        raise Malformed("it is no database of llm's: it has no table of responses")
    names = _names(connection)
    order = _DATE if _DATE in wanted else "id"
    listed = ", ".join(f'"{name}"' for name in wanted)
    for row in connection.execute(f'SELECT {listed} FROM responses ORDER BY "{order}"'):
        read: JsonObject = dict(zip(wanted, map(_plain, row), strict=True))
        identity = str(read["id"])
        if not all(isinstance(read[name], str | None) for name in ("prompt", "response")):
            yield Problem("prompt or response is no text", row=identity)
            continue
        read["conversation_name"] = names.get(str(read.get("conversation_id")), "")
        read["attachments"] = _attached(connection, identity)
        read["prompt_fragments"] = _fragments(connection, "prompt_fragments", identity)
        read["system_fragments"] = _fragments(connection, "system_fragments", identity)
        read["tool_calls"] = _calls(connection, identity)
        read.setdefault("conversation_id", None)
        yield read


def _names(connection: sqlite3.Connection) -> dict[str, str]:
    if not {"id", "name"} <= _columns_of(connection, "conversations"):
        return {}
    rows = connection.execute("SELECT id, name FROM conversations")
    return {str(identity): name for identity, name in rows if isinstance(name, str)}


def _attached(connection: sqlite3.Connection, response: str) -> list[JsonValue]:
    if not _columns_of(connection, "prompt_attachments"):
        return []
    return _objects(
        connection,
        ("type", "path", "url"),
        "attachments JOIN prompt_attachments ON attachments.id = attachment_id"
        ' WHERE response_id = ? ORDER BY "order"',
        response,
    )


def _fragments(connection: sqlite3.Connection, table: str, response: str) -> list[JsonValue]:
    if not _columns_of(connection, table):
        return []
    return _objects(
        connection,
        ("content",),
        f"fragments JOIN {table} ON fragments.id = fragment_id"
        ' WHERE response_id = ? ORDER BY "order"',
        response,
    )


def _calls(connection: sqlite3.Connection, response: str) -> list[JsonValue]:
    if not {"name", "arguments", "tool_call_id"} <= _columns_of(connection, "tool_calls"):
        return []
    names = ("name", "arguments", "tool_call_id")
    return _objects(connection, names, "tool_calls WHERE response_id = ? ORDER BY id", response)


def _objects(
    connection: sqlite3.Connection, names: Sequence[str], source: str, response: str
) -> list[JsonValue]:
    rows = connection.execute(f"SELECT {', '.join(names)} FROM {source}", (response,))
    return [dict(zip(names, map(_plain, row), strict=True)) for row in rows]


def _columns_of(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}


def _plain(value: object) -> JsonValue:
    return value if isinstance(value, str | int | float | None) else "�"


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
