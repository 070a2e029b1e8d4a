"""What changes the database, statement by statement; each is called within a transaction."""

import sqlite3
from collections.abc import Iterable

from ..lanes import Lane
from ..wire.jsontext import as_text
from .model import KeptReply, KeptSession, KeptTurn, ReplyState, WholeSession, new_id
from .rows import details_text, lane_text, lane_use, session_values
from .titles import title_of


def add_session(connection: sqlite3.Connection, session: KeptSession) -> bool:
    """False, and nothing is changed, where a session of this id is kept already."""
    marks = ", ".join("?" * len(session_values(session)))
    added = connection.execute(
        "INSERT INTO session (id, title, titled, created_at, used_at, system, systems, lanes,"
        f" leaf, pinned, archived) VALUES ({marks}) ON CONFLICT (id) DO NOTHING",
        session_values(session),
    )
    if not added.rowcount:
        return False
    key = session_key(connection, session.id)
    put_tags(connection, key, session.tags)
    put_lane_uses(connection, key, session.lanes)
    return True


def add_wholes(sessions: Iterable[WholeSession], connection: sqlite3.Connection) -> int:
    """How many were added: those that were not kept already."""
    return sum(_add_whole(connection, one) for one in sessions)


def add_turn(connection: sqlite3.Connection, session: str, turn: KeptTurn) -> None:
    """A turn that was sent just now: it is the one on show. One of a lost session is dropped."""
    key = session_key(connection, session)
    if key is None:
        return
    put_turn(connection, key, turn)
    connection.execute(
        "UPDATE session SET leaf = ?, used_at = max(used_at, ?) WHERE key = ?",
        (turn.id, turn.at, key),
    )
    _title(connection, key, turn.prompt)


def put_turn(connection: sqlite3.Connection, key: int | None, turn: KeptTurn) -> None:
    inserted = connection.execute(
        "INSERT INTO turn (session, id, parent, prompt, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (session, id) DO NOTHING",
        (key, turn.id, turn.parent, as_text(turn.prompt), turn.at),
    )
    if not inserted.rowcount:
        return
    row = inserted.lastrowid
    connection.executemany(
        "INSERT INTO attachment (turn, number, name, media_type, content) VALUES (?, ?, ?, ?, ?)",
        [
            (row, number, as_text(one.name), as_text(one.media_type), _content(one.content))
            for number, one in enumerate(turn.attachments)
        ],
    )
    for reply in turn.replies.values():
        _put_reply(connection, row, reply)


def begin_reply(
    connection: sqlite3.Connection,
    where: tuple[str, str],
    place: int,
    lane: Lane,
    owned: tuple[str, str],
) -> None:
    """Of turn `where` (session, turn); `owned` is the reply's id and its owner's.

    An answer that the place had before goes.
    """
    found = connection.execute(
        "SELECT turn.key, session.key FROM turn JOIN session ON session.key = turn.session"
        " WHERE session.id = ? AND turn.id = ?",
        where,
    ).fetchone()
    if found is None:
        return
    turn, session = found
    connection.execute("DELETE FROM reply WHERE turn = ? AND place = ?", (turn, place))
    empty = KeptReply(place=place, lane=lane, state=ReplyState.RUNNING)
    _put_reply(connection, turn, empty, *owned)
    put_lane_uses(connection, session, (lane,))


def add_pieces(connection: sqlite3.Connection, rows: Iterable[tuple[str, str, str]]) -> None:
    """Rows of reply, kind and content; those of a reply that was deleted are dropped."""
    connection.executemany(
        "INSERT INTO piece (reply, kind, content) SELECT id, ?, ? FROM reply WHERE id = ?",
        ((kind, content, reply) for reply, kind, content in rows),
    )


def settle_reply(connection: sqlite3.Connection, reply: str, kept: KeptReply) -> None:
    """Write the reply `reply` whole; its pieces are not needed any more."""
    connection.execute(
        "UPDATE reply SET lane = ?, state = ?, owner = NULL, text = ?, reasoning = ?, details = ?"
        " WHERE id = ?",
        (lane_text(kept.lane), kept.state, *_texts(kept), details_text(kept), reply),
    )
    connection.execute("DELETE FROM piece WHERE reply = ?", (reply,))


def session_key(connection: sqlite3.Connection, session: str) -> int | None:
    row = connection.execute("SELECT key FROM session WHERE id = ?", (session,)).fetchone()
    return row[0] if row else None


def put_tags(connection: sqlite3.Connection, key: int | None, tags: Iterable[str]) -> None:
    connection.execute("DELETE FROM tag WHERE session = ?", (key,))
    connection.executemany(
        "INSERT INTO tag (session, name) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(key, as_text(tag)) for tag in tags],
    )


def put_lane_uses(connection: sqlite3.Connection, key: int | None, lanes: Iterable[Lane]) -> None:
    connection.executemany(
        "INSERT INTO lane_use (session, path, model, engine) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        [(key, *lane_use(lane)) for lane in lanes],
    )


def _add_whole(connection: sqlite3.Connection, whole: WholeSession) -> bool:
    if not add_session(connection, whole.session):
        return False
    key = session_key(connection, whole.session.id)
    for turn in whole.turns:
        put_turn(connection, key, turn)
        put_lane_uses(connection, key, (reply.lane for reply in turn.replies.values()))
    if not whole.session.title and whole.turns:
        _title(connection, key, whole.turns[0].prompt)
    return True


def _put_reply(
    connection: sqlite3.Connection,
    turn: int | None,
    kept: KeptReply,
    reply: str = "",
    owner: str | None = None,
) -> None:
    connection.execute(
        "INSERT INTO reply (turn, id, place, lane, state, owner, text, reasoning, details)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(turn, reply or new_id(), kept.place, lane_text(kept.lane), kept.state, owner),
            *(*_texts(kept), details_text(kept)),
        ),
    )


def _title(connection: sqlite3.Connection, key: int | None, prompt: str) -> None:
    connection.execute(
        "UPDATE session SET title = ? WHERE key = ? AND title = ''", (title_of(prompt), key)
    )


def _texts(kept: KeptReply) -> tuple[str, str]:
    return as_text(kept.text), as_text(kept.reasoning)


def _content(content: str | bytes) -> str | bytes:
    return as_text(content) if isinstance(content, str) else content
