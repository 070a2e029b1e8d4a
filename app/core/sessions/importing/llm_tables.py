"""Which of `llm`'s tables a database has: they have grown with its releases.

Tables and columns are those of its migrations, up to release 0.36.
"""

import sqlite3
from collections.abc import Iterator, Sequence

from ...attachments import Attachment
from ...lanes import JsonValue
from ...wire.jsontext import JsonObject, as_text
from .attached import LARGEST, attachment_of

_TABLES = {
    "conversations": ("id", "name"),
    "responses": ("id", "prompt", "response"),
    "attachments": ("id", "type", "path", "url", "content"),
    "prompt_attachments": ("response_id", "attachment_id", "order"),
    "fragments": ("id", "content"),
    "prompt_fragments": ("response_id", "fragment_id", "order"),
    "system_fragments": ("response_id", "fragment_id", "order"),
    "tool_calls": ("id", "response_id", "name", "arguments", "tool_call_id"),
    "threads": ("id", "name", "tip_message_hash"),
    "turns": ("id", "thread_id", "tip_message_hash", "model"),
    "messages": ("hash", "parent_hash", "role"),
    "parts": ("id", "message_hash", "position", "type", "text", "payload"),
}
"""What a table must have to be read."""


class LlmTables:
    """Reads rows as JSON has them. Raises `sqlite3.Error`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.text_factory = _text
        # Tables alone: a view may be a question that never ends.
        self.known = {name: self._columns(name) for name in _TABLES if self._is_table(name)}

    def has(self, *names: str) -> bool:
        """Whether all of these can be read."""
        return all(set(_TABLES[name]) <= self.known.get(name, set()) for name in names)

    def of(self, table: str, names: Sequence[str]) -> list[str]:
        """Those columns that the table has, in this order."""
        return [name for name in names if name in self.known.get(table, set())]

    def rows(self, names: Sequence[str], source: str, *values: JsonValue) -> Iterator[JsonObject]:
        """Of `SELECT names FROM source`."""
        listed = ", ".join(f'"{name}"' for name in names)
        for row in self._connection.execute(f"SELECT {listed} FROM {source}", values):
            yield dict(zip(names, map(_plain, row), strict=True))

    def attached(self, source: str, *values: JsonValue) -> tuple[Attachment, ...]:
        """The attachments that `source`, behind `FROM attachments`, chooses."""
        found = self._connection.execute(
            "SELECT type, path, url, CASE WHEN length(content) <= ? THEN content END"
            f" FROM attachments {source}",
            (LARGEST, *values),
        )
        return tuple(
            attachment_of(_name(path, url), kind if isinstance(kind, str) else "", _bytes(content))
            for kind, path, url, content in found
        )

    def fragment(self, identity: JsonValue) -> str:
        """Its text; empty where there is none."""
        if not self.has("fragments") or not isinstance(identity, str | int):
            return ""
        for row in self.rows(("content",), "fragments WHERE id = ?", identity):
            return as_text(row["content"])
        return ""

    def _is_table(self, name: str) -> bool:
        asked = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
        return self._connection.execute(asked, (name,)).fetchone() is not None

    def _columns(self, table: str) -> set[str]:
        return {row[1] for row in self._connection.execute(f'PRAGMA table_info("{table}")')}


def _name(path: object, url: object) -> str:
    return next((one for one in (path, url) if isinstance(one, str) and one), "attachment")


def _bytes(content: object) -> bytes | None:
    return content if isinstance(content, bytes) else None


def _plain(value: object) -> JsonValue:
    return value if isinstance(value, str | int | float | None) else "�"


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
