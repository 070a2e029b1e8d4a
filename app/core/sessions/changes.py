"""Changes to kept sessions, drafts and presets."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..lanes import Lane
from ..wire.jsontext import as_text
from .model import Preset
from .rows import lanes_text, systems_text
from .titles import title_of
from .writing import put_lane_uses, put_tags, session_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be another than it is; None leaves a thing alone."""

    title: str | None = None
    """An empty one gives back the title from the first prompt."""
    pinned: bool | None = None
    archived: bool | None = None
    tags: tuple[str, ...] | None = None
    system: str | None = None
    systems: Mapping[int, str] | None = None
    lanes: tuple[Lane, ...] | None = None
    leaf: str | None = None


def change_sessions(connection: sqlite3.Connection, sessions: Iterable[str], change: Change) -> int:
    """How many sessions were changed: those that are kept."""
    keys = [key for one in sessions if (key := session_key(connection, one)) is not None]
    for key in keys:
        columns = {**_columns(change), **_titles(connection, key, change.title)}
        if columns:
            names = ", ".join(f"{name} = ?" for name in columns)
            connection.execute(
                f"UPDATE session SET {names} WHERE key = ?", (*columns.values(), key)
            )
        if change.tags is not None:
            put_tags(connection, key, change.tags)
        if change.lanes is not None:
            put_lane_uses(connection, key, change.lanes)
    return len(keys)


def delete_sessions(connection: sqlite3.Connection, sessions: Sequence[str], at: float) -> int:
    """Put into the bin; they can be restored until they are purged. Returns how many were."""
    return _each(
        connection,
        "UPDATE session SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL",
        [(at, one) for one in sessions],
    )


def restore_sessions(connection: sqlite3.Connection, sessions: Sequence[str]) -> int:
    return _each(
        connection,
        "UPDATE session SET deleted_at = NULL WHERE id = ? AND deleted_at IS NOT NULL",
        [(one,) for one in sessions],
    )


def purge_sessions(connection: sqlite3.Connection, before: float) -> int:
    """Remove for good what was put into the bin before this moment."""
    return connection.execute("DELETE FROM session WHERE deleted_at < ?", (before,)).rowcount


def keep_draft(connection: sqlite3.Connection, slot: str, content: str) -> None:
    """An empty draft is none."""
    if not content:
        connection.execute("DELETE FROM draft WHERE slot = ?", (slot,))
        return
    connection.execute(
        "INSERT INTO draft (slot, content) VALUES (?, ?)"
        " ON CONFLICT (slot) DO UPDATE SET content = excluded.content",
        (slot, as_text(content)),
    )


def read_draft(connection: sqlite3.Connection, slot: str) -> str:
    row = connection.execute("SELECT content FROM draft WHERE slot = ?", (slot,)).fetchone()
    return row[0] if row else ""


def keep_preset(connection: sqlite3.Connection, preset: Preset) -> None:
    """One of the same name is written over."""
    connection.execute(
        "INSERT INTO preset (name, system, parameters) VALUES (?, ?, ?) ON CONFLICT (name)"
        " DO UPDATE SET system = excluded.system, parameters = excluded.parameters",
        (as_text(preset.name), as_text(preset.system), json.dumps(dict(preset.parameters))),
    )


def remove_preset(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("DELETE FROM preset WHERE name = ?", (as_text(name),))


def read_presets(connection: sqlite3.Connection) -> tuple[Preset, ...]:
    rows = connection.execute("SELECT name, system, parameters FROM preset ORDER BY name")
    return tuple(Preset(name, system, json.loads(given)) for name, system, given in rows)


def _columns(change: Change) -> dict[str, object]:
    given: dict[str, object] = {
        "pinned": change.pinned,
        "archived": change.archived,
        "system": None if change.system is None else as_text(change.system),
        "systems": None if change.systems is None else systems_text(change.systems),
        "lanes": None if change.lanes is None else lanes_text(change.lanes),
        "leaf": change.leaf,
    }
    return {name: value for name, value in given.items() if value is not None}


def _titles(connection: sqlite3.Connection, key: int, title: str | None) -> dict[str, object]:
    if title is None:
        return {}
    if title:
        return {"title": as_text(title), "titled": True}
    first = connection.execute(
        "SELECT prompt FROM turn WHERE session = ? ORDER BY key LIMIT 1", (key,)
    ).fetchone()
    return {"title": title_of(first[0]) if first else "", "titled": False}


def _each(
    connection: sqlite3.Connection, statement: str, rows: Iterable[tuple[object, ...]]
) -> int:
    return sum(connection.execute(statement, row).rowcount for row in rows)
