"""The list of sessions: which ones, in which order, a page at a time."""

import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..lanes import Path
from ..wire.jsontext import as_text
from .model import KeptSession
from .rows import SESSION_COLUMNS, session_of


class Order(StrEnum):
    """Pinned sessions stand first in each."""

    USED = "used"
    CREATED = "created"
    TITLE = "title"


BY_USE = "pinned DESC, used_at DESC, session.key DESC"
_ORDERS = {
    Order.USED: BY_USE,
    Order.CREATED: "pinned DESC, created_at DESC, session.key DESC",
    Order.TITLE: "pinned DESC, title COLLATE NOCASE, session.key DESC",
}
ROW_COLUMNS = f"{SESSION_COLUMNS}, (SELECT count(*) FROM turn WHERE session = session.key)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which sessions are meant; what is empty or None asks for nothing.

    Model, engine and path must meet in one lane that the session has or had.
    """

    model: str = ""
    engine: str = ""
    path: Path | None = None
    tag: str = ""
    pinned: bool | None = None
    archived: bool | None = False
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One line of the list."""

    session: KeptSession
    turns: int


@dataclass(frozen=True, slots=True)
class Known:
    """What can be filtered by, in alphabetical order."""

    models: tuple[str, ...]
    engines: tuple[str, ...]
    paths: tuple[str, ...]
    tags: tuple[str, ...]


EVERY_LIVING = Filter()


def read_rows(
    connection: sqlite3.Connection, chosen: Filter, order: Order, offset: int, limit: int
) -> tuple[SessionRow, ...]:
    where, values = conditions(chosen)
    rows = connection.execute(
        # The page is chosen first: to count the turns of every session takes long.
        f"SELECT {ROW_COLUMNS} FROM session WHERE key IN (SELECT key FROM session WHERE {where}"
        f" ORDER BY {_ORDERS[order]} LIMIT ? OFFSET ?) ORDER BY {_ORDERS[order]}",
        (*values, limit, offset),
    )
    return tuple(row_of(row) for row in rows)


def row_of(row: tuple[Any, ...]) -> SessionRow:
    """From what was asked for by `ROW_COLUMNS`."""
    return SessionRow(session_of(row), row[-1])


def count_rows(connection: sqlite3.Connection, chosen: Filter) -> int:
    where, values = conditions(chosen)
    return connection.execute(f"SELECT count(*) FROM session WHERE {where}", values).fetchone()[0]


def read_known(connection: sqlite3.Connection) -> Known:
    def names(column: str, table: str) -> tuple[str, ...]:
        # Of sessions in the bin nothing can be chosen.
        rows = connection.execute(
            f"SELECT DISTINCT {column} FROM {table} JOIN session ON session.key = {table}.session"
            f" WHERE {column} <> '' AND deleted_at IS NULL ORDER BY {column}"
        )
        return tuple(name for (name,) in rows)

    return Known(
        models=names("model", "lane_use"),
        engines=names("engine", "lane_use"),
        paths=names("path", "lane_use"),
        tags=names("name", "tag"),
    )


def conditions(chosen: Filter) -> tuple[str, list[object]]:
    """An SQL condition on the table `session`, and its values."""
    parts = [f"deleted_at IS {'NOT ' if chosen.deleted else ''}NULL"]
    values: list[object] = []
    for column, wanted in (("pinned", chosen.pinned), ("archived", chosen.archived)):
        if wanted is not None:
            parts.append(f"{column} = ?")
            values.append(wanted)
    if chosen.tag:
        parts.append("session.key IN (SELECT session FROM tag WHERE name = ?)")
        values.append(as_text(chosen.tag))
    lane = {"path": chosen.path or "", "model": chosen.model, "engine": chosen.engine}
    if asked := {column: as_text(text) for column, text in lane.items() if text}:
        alike = " AND ".join(f"{column} = ?" for column in asked)
        parts.append(f"session.key IN (SELECT session FROM lane_use WHERE {alike})")
        values.extend(asked.values())
    return " AND ".join(parts), values
