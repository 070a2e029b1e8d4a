"""Full-text search over titles, prompts and answers, quick enough for every key that is typed."""

import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from secrets import token_hex

from ..wire.jsontext import as_text
from .listing import Filter, SessionRow, conditions
from .rows import SESSION_COLUMNS, session_of

_RANKED = 1000
"""So many of the newest turns that match are ranked. A letter matches nearly all turns, and to
rank them all would take half a second."""
_EXCERPT_WORDS = 16
_PARTS = re.compile(r'"([^"]*)"?|(\S+)')


class Where(StrEnum):
    TITLE = "title"
    PROMPT = "prompt"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A session that was found, and its best place.

    `marks` are the matching words in `excerpt`: begin and end, in characters.
    """

    row: SessionRow
    where: Where
    turn: str | None = None
    """The id of the turn that holds the excerpt; None where the title matches."""
    excerpt: str
    marks: tuple[tuple[int, int], ...]
    turns: int
    """How many of its turns match, among those that were ranked."""


def match_of(text: str) -> str:
    """The query for SQLite from what a user types; empty where nothing can be searched for.

    All words must be there. The last one may be the beginning of a word, unless a space
    follows; words in quotation marks must stand together.
    """
    words = list(_words(as_text(text).replace("\0", " ")))
    if not words:
        return ""
    begun = text[-1:].strip() not in ("", '"')
    return " ".join(f'"{word}"' for word in words) + ("*" if begun else "")


def search(
    connection: sqlite3.Connection, text: str, chosen: Filter, limit: int
) -> tuple[Hit, ...]:
    """The best sessions first: those whose title matches, then by their best turn."""
    match = match_of(text)
    if not match:
        return ()
    best = _by_title(connection, match, chosen, limit)
    turns = _by_turn(connection, match, chosen)
    for session, (turn, _) in turns.items():
        best.setdefault(session, turn)
    chosen_few = list(best.items())[:limit]
    return tuple(
        _hit(connection, match, session, turn, turns.get(session, (0, 0))[1])
        for session, turn in chosen_few
    )


def _words(text: str) -> Iterator[str]:
    for phrase, word in _PARTS.findall(text):
        found = phrase or word.replace('"', " ")
        # SQLite takes a word of marks alone for one that is nowhere.
        if any(_counts(one) for one in found):
            yield found


def _counts(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"


def _by_title(
    connection: sqlite3.Connection, match: str, chosen: Filter, limit: int
) -> dict[int, int | None]:
    where, values = conditions(chosen)
    rows = connection.execute(
        "SELECT session.key FROM title_words JOIN session ON session.key = title_words.rowid"
        f" WHERE title_words MATCH ? AND {where} ORDER BY used_at DESC LIMIT ?",
        (match, *values, limit),
    )
    return dict.fromkeys((key for (key,) in rows), None)


def _by_turn(
    connection: sqlite3.Connection, match: str, chosen: Filter
) -> dict[int, tuple[int, int]]:
    """By session: its best turn, and how many of its turns match; best sessions first."""
    where, values = conditions(chosen)
    newest = connection.execute(
        # The cross join has the index lead; the newest turns come first out of it, so that it
        # is read no further than needed.
        "SELECT words.rowid, turn.session FROM words CROSS JOIN turn ON turn.key = words.rowid"
        " CROSS JOIN session ON session.key = turn.session"
        f" WHERE words MATCH ? AND {where} ORDER BY words.rowid DESC LIMIT {_RANKED}",
        (match, *values),
    ).fetchall()
    if not newest:
        return {}
    session_of_turn: dict[int, int] = dict(newest)
    ranked = connection.execute(
        "SELECT rowid FROM words WHERE words MATCH ? AND rowid >= ?"
        " ORDER BY bm25(words, 2.0, 1.0), rowid DESC",
        (match, newest[-1][0]),
    )
    found: dict[int, tuple[int, int]] = {}
    for (turn,) in ranked:
        if (session := session_of_turn.get(turn)) is not None:
            best, count = found.get(session, (turn, 0))
            found[session] = (best, count + 1)
    return found


def _hit(
    connection: sqlite3.Connection, match: str, session: int, turn: int | None, turns: int
) -> Hit:
    row = connection.execute(
        f"SELECT {SESSION_COLUMNS}, (SELECT count(*) FROM turn WHERE session = session.key)"
        " FROM session WHERE key = ?",
        (session,),
    ).fetchone()
    where, turn_id, excerpt, marks = _excerpt(connection, match, session, turn)
    return Hit(
        row=SessionRow(session_of(row), row[-1]),
        where=where,
        turn=turn_id,
        excerpt=excerpt,
        marks=marks,
        turns=turns,
    )


def _excerpt(
    connection: sqlite3.Connection, match: str, session: int, turn: int | None
) -> tuple[Where, str | None, str, tuple[tuple[int, int], ...]]:
    # SQLite marks hits with texts of ours. No text that is searched can know this one.
    mark = f"\x02{token_hex(8)}\x03"
    if turn is None:
        (marked,) = connection.execute(
            "SELECT highlight(title_words, 0, ?, ?) FROM title_words"
            " WHERE title_words MATCH ? AND rowid = ?",
            (mark, mark, match, session),
        ).fetchone()
        return Where.TITLE, None, *_taken_apart(marked, mark)
    turn_id, *marked = connection.execute(
        "SELECT turn.id, snippet(words, 0, ?1, ?1, '…', ?2), snippet(words, 1, ?1, ?1, '…', ?2)"
        " FROM words JOIN turn ON turn.key = words.rowid WHERE words MATCH ?3 AND words.rowid = ?4",
        (mark, _EXCERPT_WORDS, match, turn),
    ).fetchone()
    prompt, answer = (_taken_apart(one, mark) for one in marked)
    if len(answer[1]) > len(prompt[1]):
        return Where.ANSWER, turn_id, *answer
    return Where.PROMPT, turn_id, *prompt


def _taken_apart(marked: str, mark: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    pieces = marked.split(mark)
    ends, total = list[int](), 0
    for piece in pieces:
        total += len(piece)
        ends.append(total)
    return "".join(pieces), tuple(zip(ends[0:-1:2], ends[1::2], strict=True))
