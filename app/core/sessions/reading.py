"""Reading one session whole."""

import sqlite3
from collections import defaultdict
from typing import Any

from ..attachments import Attachment
from .model import KeptReply, KeptTurn, ReplyState, WholeSession
from .pieces import with_pieces
from .rows import SESSION_COLUMNS, LaneTexts, reply_of, session_of

# By its keys, so that SQLite need not sort the texts of a whole session.
_KEYS = "SELECT key FROM turn WHERE session = ?"
_TURNS = f"SELECT key, id, parent, prompt, at FROM turn WHERE key IN ({_KEYS}) ORDER BY key"
_ATTACHMENTS = (
    "SELECT turn, name, media_type, content FROM attachment"
    f" WHERE turn IN ({_KEYS}) ORDER BY turn, number"
)
_REPLIES = (
    "SELECT turn, place, lane, state, text, reasoning, details, id FROM reply"
    f" WHERE turn IN ({_KEYS}) ORDER BY turn, place"
)


def read_whole(connection: sqlite3.Connection, session: str) -> WholeSession | None:
    """As it is at one moment; of a reply that runs, what has come of it. None if there is none."""
    # One transaction: another process may write between two questions.
    connection.execute("BEGIN")
    try:
        row = connection.execute(
            f"SELECT {SESSION_COLUMNS}, session.key FROM session WHERE id = ?", (session,)
        ).fetchone()
        if row is None:
            return None
        return WholeSession(session_of(row), _turns(connection, row[-1]))
    finally:
        connection.execute("COMMIT")


def _turns(connection: sqlite3.Connection, key: int) -> tuple[KeptTurn, ...]:
    attachments: dict[int, list[Attachment]] = defaultdict(list)
    for turn, name, media_type, content in connection.execute(_ATTACHMENTS, (key,)):
        attachments[turn].append(Attachment(name, media_type, content))
    replies: dict[int, dict[int, KeptReply]] = defaultdict(dict)
    # Most of a session is said by the same few lanes.
    lanes = LaneTexts()
    for row in connection.execute(_REPLIES, (key,)).fetchall():
        reply = _reply(connection, row, lanes)
        replies[row[0]][reply.place] = reply
    return tuple(
        KeptTurn(
            id=turn_id,
            parent=parent,
            prompt=prompt,
            attachments=tuple(attachments.get(turn, ())),
            at=at,
            replies=replies.get(turn, {}),
        )
        for turn, turn_id, parent, prompt, at in connection.execute(_TURNS, (key,))
    )


def _reply(connection: sqlite3.Connection, row: tuple[Any, ...], lanes: LaneTexts) -> KeptReply:
    _, place, lane, state, text, reasoning, details, reply = row
    kept = reply_of(place, lanes[lane], state, (text, reasoning), details)
    return with_pieces(connection, reply, kept) if state == ReplyState.RUNNING else kept
