"""A file of chats, whatever program wrote it: told from what stands in it, not from its name."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from ...wire.jsontext import JsonObject, as_text
from ..model import WholeSession
from . import chatgpt, llm_database, llm_logs, open_webui, own
from .json_values import Found, JsonValues
from .messages import Chat, session_of
from .outcome import Malformed, Problem
from .waiting_rows import WaitingRows

KNOWN = "Quayside's own JSON, ChatGPT's conversations.json, Open WebUI's export, llm's logs"
_ZIP = b"PK\x03\x04"
"""As which ChatGPT's export arrives."""
_READERS: tuple[tuple[Callable[[JsonObject], bool], Callable[[JsonObject], Chat]], ...] = (
    (chatgpt.is_chatgpt, chatgpt.read_chat),
    (open_webui.is_open_webui, open_webui.read_chat),
)


def read_sessions(
    file: Path, now: Callable[[], float] = time.time
) -> Iterator[WholeSession | Problem]:
    """Every chat of the file, and a `Problem` for each that cannot be read.

    Raises `OSError` where the file itself cannot be.
    """
    with file.open("rb") as opened:
        begin = opened.read(len(llm_database.MAGIC))
    if begin.startswith(_ZIP):
        yield Problem("it is a ZIP archive: unpack it, and import conversations.json from it")
    else:
        yield from (_of_database if begin == llm_database.MAGIC else _of_text)(file, now)


def _of_text(file: Path, now: Callable[[], float]) -> Iterator[WholeSession | Problem]:
    with closing(WaitingRows()) as waiting:
        # No line end is changed: lines are counted as the file has them.
        with file.open(encoding="utf-8", errors="replace", newline="") as opened:
            for found in JsonValues(opened).read():
                if (one := _at_once(found, waiting, now)) is not None:
                    yield one
        for rows in waiting.conversations():
            yield _of_chat(llm_logs.read_chat(rows), now)


def _at_once(
    found: Found | Problem, waiting: WaitingRows, now: Callable[[], float]
) -> WholeSession | Problem | None:
    """None where it is a part of a chat, whose other parts may come yet."""
    if isinstance(found, Problem):
        return found
    if not isinstance(found.value, dict) or not llm_logs.is_llm_row(found.value):
        return _session(found.value, found.line, now)
    try:
        waiting.add(llm_logs.key_of(found.value), llm_logs.slim(found.value))
    except RecursionError:
        return Problem("nested too deeply", found.line)
    return None


def _of_database(file: Path, now: Callable[[], float]) -> Iterator[WholeSession | Problem]:
    try:
        for chat in llm_database.read_database(file):
            yield chat if isinstance(chat, Problem) else _of_chat(chat, now)
    except Malformed as problem:
        yield Problem(str(problem))


def _of_chat(chat: Chat, now: Callable[[], float]) -> WholeSession | Problem:
    try:
        return session_of(chat, now())
    except Malformed as problem:
        return Problem(str(problem), title=chat.title, row=chat.id)


def _session(value: object, line: int, now: Callable[[], float]) -> WholeSession | Problem:
    if not isinstance(value, dict):
        return Problem("it is no chat", line)
    told: JsonObject = value  # pyright: ignore[reportUnknownVariableType]
    title = as_text(told.get("title"))
    try:
        return _read(told, now)
    except Malformed as problem:
        return Problem(str(problem), line, title)


def _read(value: JsonObject, now: Callable[[], float]) -> WholeSession:
    if own.is_own(value):
        return own.read_session(value)
    for is_one, read in _READERS:
        if is_one(value):
            return session_of(read(value), now())
    raise Malformed(f"it is none of these: {KNOWN}")
