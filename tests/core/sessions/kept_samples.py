"""Sessions as they are kept, made from the few things that a test is about."""

import sqlite3
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from quayside.app.core.attachments import Attachment
from quayside.app.core.conversation import Reply, Session, Turn
from quayside.app.core.events import (
    Event,
    Finished,
    HeadersReceived,
    ReasoningDelta,
    RequestSent,
    TextDelta,
    Timings,
    ToolCall,
    ToolCallDelta,
    Usage,
)
from quayside.app.core.failures import Failure
from quayside.app.core.lanes import Lane
from quayside.app.core.lanes import Path as LanePath
from quayside.app.core.sessions.bridge import kept_session, kept_turn
from quayside.app.core.sessions.model import (
    KeptReply,
    KeptSession,
    KeptTurn,
    ReplyState,
    WholeSession,
)
from quayside.app.core.sessions.store import SessionStore, open_store

ENGINE = "http://localhost:12434/engines/llama.cpp"
LANE = Lane(LanePath.SDK, "ai/smollm2", ENGINE, parameters={"max_tokens": 64, "stop": ["\n"]})
GATEWAY = Lane(LanePath.PROXY, "smol", "http://localhost:4000", stream=False)
FAILURE = Failure(
    kind="refused",
    summary="nobody listens",
    tried="POST http://localhost:12434",
    seen="connection refused",
    cause="Docker Model Runner is off",
    cure="Turn it on.",
    command="docker desktop enable model-runner",
)

ANSWER = (
    RequestSent(10.0, "POST", "http://localhost:12434", b"{}"),
    HeadersReceived(10.125, 200, {"x-litellm-model-id": "one", "set-cookie": "no"}),
    ReasoningDelta(10.25, "Let me see."),
    TextDelta(10.5, "A calm "),
    TextDelta(10.75, "sea."),
    ToolCallDelta(11.0, 0, "call_1", "look", '{"at": '),
    ToolCallDelta(11.25, 0, "", "", '"sea"}'),
    Finished(11.5, "stop", Usage(34, 42, 8), Timings(8, 26, 12.5, 42, 1100.25), "ai/smollm2:q4"),
)


@asynccontextmanager
async def opened(folder: Path, **more: Any) -> AsyncIterator[SessionStore]:
    store = await open_store(folder, **more)
    try:
        yield store
    finally:
        await store.close()


def a_reply(text: str = "A calm sea.", place: int = 0, **more: Any) -> KeptReply:
    given: dict[str, Any] = {"lane": LANE, "state": ReplyState.FINISHED, "reason": "stop"}
    return KeptReply(**{"place": place, "text": text, **given, **more})


def a_turn(
    turn: str, prompt: str = "How is the sea?", *replies: KeptReply, **more: Any
) -> KeptTurn:
    given = {reply.place: reply for reply in replies}
    return KeptTurn(**{"id": turn, "prompt": prompt, "at": 1.0, "replies": given, **more})


def a_session(session: str, *turns: KeptTurn, **more: Any) -> WholeSession:
    """Its turns follow one another, and the last one is on show."""
    given: dict[str, Any] = {
        "id": session,
        "created_at": 1.0,
        "used_at": 2.0,
        "leaf": turns[-1].id if turns else None,
    }
    return WholeSession(KeptSession(**{**given, **more}), turns)


def said(session: str, prompt: str, answer: str = "", **more: Any) -> WholeSession:
    """One turn, of this prompt and this answer."""
    return a_session(session, a_turn(f"{session}-turn", prompt, a_reply(answer)), **more)


def everything() -> WholeSession:
    """A session with one of each that can be kept."""
    full = a_reply(
        "The sea is calm.\n\n```python\nprint('sea')\n```",
        reasoning="Let me see.",
        tool_calls=(ToolCall("call_1", "look", '{"at": "sea"}'), ToolCall("", "sail", "{}")),
        ttft=0.25,
        time_to_headers=0.125,
        elapsed=1.5,
        deltas=42,
        usage=Usage(34, 42, 8),
        timings=Timings(8, 26, 12.5, 42, 1100.25),
        served_model="ai/smollm2:latest",
        gateway_headers={"x-litellm-model-id": "one"},
    )
    failed = a_reply("", 1, lane=GATEWAY, state=ReplyState.FAILED, reason="", failure=FAILURE)
    stopped = a_reply("The se", 2, state=ReplyState.STOPPED, reason="")
    attached = (
        Attachment("log.txt", "text/plain", "line\r\nline\n\ttab \u2603"),
        Attachment("sea.png", "image/png", b"\x89PNG\r\n\x00\xff"),
    )
    return a_session(
        "whole",
        a_turn("first", "How is the sea?", full, failed, stopped, attachments=attached),
        a_turn("left", "And the wind?", a_reply("Mild."), parent="first", at=2.0),
        a_turn("right", "And the waves?", a_reply("Low."), parent="first", at=3.0),
        a_turn(
            "end",
            "Thanks \U0001f30a",
            a_reply("Aye.", state=ReplyState.INTERRUPTED, reason=""),
            parent="left",
            at=4.0,
        ),
        title="The sea",
        titled=True,
        system="You are a sailor.",
        systems={1: "You are a gull."},
        lanes=(LANE, GATEWAY),
        pinned=True,
        archived=True,
        tags=("calm", "sea"),
        created_at=1.25,
        used_at=4.5,
    )


def record(
    store: SessionStore,
    session: Session,
    turn: Turn,
    lane: Lane = LANE,
    events: Iterable[Event] = ANSWER,
    place: int = 0,
    end: bool = True,
) -> Reply:
    """Have a reply to `turn` come, event by event; the turn is sent if it is new."""
    recording = store.recording(kept_session(session, [LANE, GATEWAY]))
    if turn not in session.turns:
        session.add(turn)
        recording.turn(kept_turn(turn))
    running, reply = recording.begin(turn.id, place, lane), Reply(lane)
    for event in events:
        reply.tally.note(event)
        running.note(event)
    turn.replies[place] = reply
    if end:
        running.end(reply)
    return reply


def ask(file: Path, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute(statement, values).fetchall()
        connection.commit()
        return rows


def unharmed(file: Path) -> bool:
    """Whether the pages are whole, and the index holds each word that is kept and no other."""
    for index in ("words", "title_words"):
        ask(file, f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    return ask(file, "PRAGMA integrity_check") == [("ok",)]
