"""Full-text search over titles, prompts and answers, quick enough for every key that is typed."""

import json
import re
import sqlite3
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from secrets import token_hex

from ..wire.jsontext import as_text
from .listing import BY_USE, ROW_COLUMNS, Filter, SessionRow, conditions, row_of

_LOOKED_AT = 5000
"""So many of the newest turns that match are looked at: a letter matches nearly all turns."""
_LONGEST = 200
"""Characters, more than anybody types: of a page that was pasted the beginning will do."""
_EXCERPT_WORDS = 16
_Excerpt = tuple[str, tuple[tuple[int, int], ...]]
"""A text, and where in it the words stand that match."""
_PARTS = re.compile(r'"([^"]*)"?|(\S+)')


class Where(StrEnum):
    TITLE = "title"
    PROMPT = "prompt"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A session that was found: by its title, or else by the newest of its turns that match.

    `marks` are the matching words in `excerpt`: begin and end, in characters.
    """

    row: SessionRow
    where: Where
    turn: str | None = None
    """The id of the turn that holds the excerpt; None where the title matches."""
    excerpt: str
    marks: tuple[tuple[int, int], ...]
    turns: int
    """How many of its turns match, among those that were looked at."""


@dataclass(frozen=True, slots=True)
class _Place:
    where: Where
    turn: str | None
    excerpt: str
    marks: tuple[tuple[int, int], ...]


def match_of(text: str) -> str:
    """The query for SQLite from what a user types; empty where nothing can be searched for.

    All words must be there. The last one may be the beginning of a word, unless a space
    follows; words in quotation marks must stand together.
    """
    text = as_text(text)[:_LONGEST].replace("\0", " ")
    words = list(_words(text))
    if not words:
        return ""
    begun = text[-1:].strip() not in ("", '"')
    return " ".join(f'"{word}"' for word in words) + ("*" if begun else "")


def search(
    connection: sqlite3.Connection, text: str, chosen: Filter, limit: int
) -> tuple[Hit, ...]:
    """First the sessions whose title matches, as they were used; then by their newest turn."""
    match = match_of(text)
    if not match:
        return ()
    titles = _by_title(connection, match, chosen, limit)
    turns = _by_turn(connection, match, chosen)
    found = list(dict.fromkeys([*titles, *turns]))[:limit]
    newest = {turns[session][0] for session in found if session not in titles}
    places = {**_in_turns(connection, match, newest), **_in_titles(connection, match, titles)}
    rows = _rows(connection, found)
    return tuple(
        Hit(
            row=rows[session],
            turns=len(turns.get(session, ())),
            where=places[session].where,
            turn=places[session].turn,
            excerpt=places[session].excerpt,
            marks=places[session].marks,
        )
        for session in found
    )


def _words(text: str) -> Iterator[str]:
    for phrase, word in _PARTS.findall(text):
        found = phrase or word.replace('"', " ")
        # SQLite takes a word of marks alone for one that is nowhere.
        if any(_counts(one) for one in found):
            yield found


def _counts(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"


def _by_title(connection: sqlite3.Connection, match: str, chosen: Filter, limit: int) -> list[int]:
    where, values = conditions(chosen)
    rows = connection.execute(
        "SELECT key FROM session WHERE"
        " key IN (SELECT rowid FROM title_words WHERE title_words MATCH ?)"
        f" AND {where} ORDER BY {BY_USE} LIMIT ?",
        (match, *values, limit),
    )
    return [key for (key,) in rows]


def _by_turn(connection: sqlite3.Connection, match: str, chosen: Filter) -> dict[int, list[int]]:
    """By session, its turns that match; the newest ones first."""
    where, values = conditions(chosen)
    rows = connection.execute(
        # The cross join has the index lead: the newest turns come first out of it, so that it
        # is read no further than needed.
        "SELECT words.rowid, turn.session FROM words CROSS JOIN turn ON turn.key = words.rowid"
        f" WHERE words MATCH ? AND turn.session IN (SELECT key FROM session WHERE {where})"
        f" ORDER BY words.rowid DESC LIMIT {_LOOKED_AT}",
        (match, *values),
    )
    found: dict[int, list[int]] = {}
    for turn, session in rows:
        found.setdefault(session, []).append(turn)
    return found


def _rows(connection: sqlite3.Connection, sessions: Collection[int]) -> dict[int, SessionRow]:
    rows = connection.execute(
        f"SELECT {ROW_COLUMNS}, session.key FROM session"
        " WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(sessions)),),
    )
    return {row[-1]: row_of(row[:-1]) for row in rows}


def _in_titles(
    connection: sqlite3.Connection, match: str, sessions: Collection[int]
) -> dict[int, _Place]:
    mark = _new_mark()
    rows = connection.execute(
        "SELECT rowid, highlight(title_words, 0, :mark, :mark) FROM title_words"
        f" WHERE title_words MATCH :match AND {_among('title_words')}",
        {"mark": mark, "match": match, **_range(sessions)},
    )
    return {key: _Place(Where.TITLE, None, *_taken_apart(marked, mark)) for key, marked in rows}


def _in_turns(
    connection: sqlite3.Connection, match: str, turns: Collection[int]
) -> dict[int, _Place]:
    """By session, where in its turn the words stand."""
    mark = _new_mark()
    rows = connection.execute(
        "SELECT turn.session, turn.id, snippet(words, 0, :mark, :mark, '…', :most),"
        " snippet(words, 1, :mark, :mark, '…', :most)"
        " FROM words CROSS JOIN turn ON turn.key = words.rowid"
        f" WHERE words MATCH :match AND {_among('words')}",
        {"mark": mark, "match": match, "most": _EXCERPT_WORDS, **_range(turns)},
    )
    return {
        session: _in_turn(turn, _taken_apart(prompt, mark), _taken_apart(answers, mark))
        for session, turn, prompt, answers in rows
    }


def _in_turn(turn: str, prompt: _Excerpt, answer: _Excerpt) -> _Place:
    if len(answer[1]) > len(prompt[1]):
        return _Place(Where.ANSWER, turn, *answer)
    return _Place(Where.PROMPT, turn, *prompt)


def _among(index: str) -> str:
    # To ask the index for one row after the other would gather a prefix's words anew each time;
    # the plus sign has it read once, from the first row to the last.
    return (
        f"{index}.rowid BETWEEN :first AND :last"
        f" AND +{index}.rowid IN (SELECT value FROM json_each(:keys))"
    )


def _range(keys: Collection[int]) -> dict[str, int | str]:
    first, last = min(keys, default=0), max(keys, default=0)
    return {"first": first, "last": last, "keys": json.dumps(list(keys))}


def _new_mark() -> str:
    # SQLite marks hits with texts of ours. No text that is searched can know this one.
    return f"\x02{token_hex(8)}\x03"


def _taken_apart(marked: str, mark: str) -> _Excerpt:
    pieces = marked.split(mark)
    ends, total = list[int](), 0
    for piece in pieces:
        total += len(piece)
        ends.append(total)
    return "".join(pieces), tuple(zip(ends[0:-1:2], ends[1::2], strict=True))
