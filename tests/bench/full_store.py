"""A database of sessions as years of use would leave it, made in seconds."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import accumulate
from pathlib import Path
from random import Random

from quayside.app.core.lanes import Lane
from quayside.app.core.lanes import Path as LanePath
from quayside.app.core.sessions.model import KeptReply, ReplyState
from quayside.app.core.sessions.opening import open_database
from quayside.app.core.sessions.rows import details_text, lane_text

TURNS = 20
"""In each session."""
PROMPT_WORDS, ANSWER_WORDS = 12, 60
COMMON = ["the", "and", "a", "salt", "harbour", "light", "quay", "zephyr"]
_TEXTS = 4000
_LETTERS = "etaoinshrdlucmfwypvbgk"
_LANE = lane_text(Lane(LanePath.SDK, "ai/smollm2", "http://localhost:12434"))
_DETAILS = details_text(
    KeptReply(place=0, lane=Lane(LanePath.SDK, "", ""), state=ReplyState.FINISHED)
)


def fill(file: Path, sessions: int) -> None:
    """Rows straight into the tables; the index is made at once when all are there."""
    open_database(file).connection.close()
    with closing(sqlite3.connect(file)) as connection:
        kept = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = kept.fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        _put_sessions(connection, sessions)
        _put_turns(connection, sessions * TURNS)
        for index in ("words", "title_words"):
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
        for _, statement in triggers:
            connection.execute(statement)
        connection.commit()


def _put_sessions(connection: sqlite3.Connection, sessions: int) -> None:
    say = _speaker(Random(1), 6)
    connection.executemany(
        "INSERT INTO session (key, id, title, titled, created_at, used_at, system, systems,"
        " lanes, leaf, pinned, archived)"
        " VALUES (?1, 's' || ?1, ?2, 0, ?1, ?1, '', '{}', ?3, 't' || ?4, ?1 % 500 = 0, ?1 % 9 = 0)",
        ((n, say(), json.dumps([json.loads(_LANE)]), n * TURNS) for n in range(1, sessions + 1)),
    )
    connection.execute("INSERT INTO tag SELECT key, 'few' FROM session WHERE key % 1000 = 3")
    connection.execute(
        "INSERT INTO lane_use SELECT key, 'sdk',"
        " CASE key % 7 WHEN 0 THEN 'ai/rare' ELSE 'ai/smollm2' END, 'llama.cpp' FROM session"
    )


def _put_turns(connection: sqlite3.Connection, turns: int) -> None:
    ask, answer = _speaker(Random(2), PROMPT_WORDS), _speaker(Random(3), ANSWER_WORDS)
    connection.executemany(
        "INSERT INTO turn (key, session, id, parent, prompt, at)"
        f" VALUES (?1, (?1 - 1) / {TURNS} + 1, 't' || ?1,"
        f" CASE (?1 - 1) % {TURNS} WHEN 0 THEN NULL ELSE 't' || (?1 - 1) END, ?2, ?1)",
        ((n, ask()) for n in range(1, turns + 1)),
    )
    connection.executemany(
        "INSERT INTO reply (id, turn, place, lane, state, text, reasoning, details)"
        " VALUES ('r' || ?1, ?1, 0, ?2, 'finished', ?3, '', ?4)",
        ((n, _LANE, answer(), _DETAILS) for n in range(1, turns + 1)),
    )


def _speaker(random: Random, count: int) -> Callable[[], str]:
    """Words as rare as in a language: the n-th most frequent comes 1/n times as often."""
    made = ("".join(random.choices(_LETTERS, k=random.randint(3, 9))) for _ in range(20_000))
    words = [*COMMON, *made]
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    texts = [" ".join(random.choices(words, cum_weights=weights, k=count)) for _ in range(_TEXTS)]
    return lambda: random.choice(texts)
