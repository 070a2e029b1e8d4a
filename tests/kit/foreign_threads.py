"""Logs of `llm` as its newer releases keep them: threads of messages that are made of parts."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

_TABLES = """
CREATE TABLE threads (id TEXT PRIMARY KEY, name TEXT, tip_message_hash TEXT, forked_from TEXT,
 datetime_utc TEXT);
CREATE TABLE turns (id TEXT PRIMARY KEY, thread_id TEXT, parent_message_hash TEXT,
 tip_message_hash TEXT, model TEXT, resolved_model TEXT, input_tokens INTEGER,
 output_tokens INTEGER, duration_ms INTEGER, datetime_utc TEXT);
CREATE INDEX turns_thread ON turns (thread_id);
CREATE TABLE messages (hash TEXT PRIMARY KEY, parent_hash TEXT, role TEXT);
CREATE TABLE parts (id INTEGER PRIMARY KEY, message_hash TEXT, position INTEGER, type TEXT,
 tool_name TEXT, text TEXT, payload TEXT);
CREATE UNIQUE INDEX parts_place ON parts (message_hash, position);
CREATE TABLE attachments (id TEXT PRIMARY KEY, type TEXT, path TEXT, url TEXT, content BLOB);
CREATE TABLE fragments (id INTEGER PRIMARY KEY, content TEXT);
"""


class LlmThreads:
    """A new database at `file`; messages and turns are put into it one by one."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.connection = sqlite3.connect(file)
        self.connection.executescript(_TABLES)

    def say(self, name: str, parent: str | None, role: str, *parts: tuple[str, str | dict]) -> str:
        """`parts` are a type and its text, or what its payload is."""
        self._add("messages", name, parent, role)
        for place, (kind, held) in enumerate(parts):
            text, payload = (held, None) if isinstance(held, str) else (None, json.dumps(held))
            self._add("parts", None, name, place, kind, None, text, payload)
        return name

    def turn(self, thread: str, tip: str, seconds: int = 0) -> None:
        at = f"2026-01-02T03:04:{seconds:02}.5+00:00"
        self._add("turns", f"{thread} {tip}", thread, None, tip, "alias", "gpt-x", 7, 3, 1500, at)

    def thread(self, name: str, title: str, tip: str) -> None:
        self._add("threads", name, title, tip, None, "2026-01-02T03:04:05+00:00")

    def add(self, table: str, *values: object) -> None:
        self._add(table, *values)

    def write(self) -> Path:
        self.connection.commit()
        self.connection.close()
        return self.file

    def _add(self, table: str, *values: object) -> None:
        marks = ", ".join("?" * len(values))
        self.connection.execute(f"INSERT INTO {table} VALUES ({marks})", values)


def write_llm_threads(file: Path, chats: int, turns: int = 2) -> Path:
    """As many plain chats, each with a system prompt."""
    logs = LlmThreads(file)
    for chat in range(chats):
        before = logs.say(f"{chat} s", None, "system", ("text", "Be short."))
        for turn in range(turns):
            asked = ("text", f"question {turn} of chat {chat}")
            before = logs.say(f"{chat} u{turn}", before, "user", asked)
            before = logs.say(f"{chat} a{turn}", before, "assistant", ("text", f"answer {turn}"))
            logs.turn(f"conversation-{chat}", before, turn)
        logs.thread(f"conversation-{chat}", f"Chat {chat}", before)
    return logs.write()


def add_to_llm_database(file: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return file
