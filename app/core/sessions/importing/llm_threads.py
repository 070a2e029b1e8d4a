"""`llm`'s newer logs: messages that know the one before, and threads that end in one of them.

A message may stand in several threads; each thread is a chat with all that leads to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ...attachments import Attachment
from ...events import ToolCall
from ...lanes import JsonValue
from ...wire.jsontext import JsonObject, NotJson, as_list, as_object, as_text, read_json
from .llm_logs import SOURCE, call_of, seconds_in, usage_in
from .llm_tables import LlmTables
from .messages import MOST_MESSAGES, Chat, Message
from .times import seconds_of

_TURN = (
    *("tip_message_hash", "model", "resolved_model", "input_tokens", "output_tokens"),
    *("duration_ms", "datetime_utc"),
)
_PART = ("type", "text", "payload")
_UPWARDS = (
    "messages WHERE hash IN (WITH RECURSIVE up (hash) AS (VALUES (?) UNION"
    " SELECT tip_message_hash FROM turns WHERE thread_id = ? UNION"
    " SELECT parent_hash FROM up JOIN messages USING (hash) LIMIT ?) SELECT hash FROM up)"
)
"""What leads to a thread's end, and to those that it had before: `UNION` ends in a ring too."""


@dataclass(slots=True)
class _Said:
    """What the parts of a message hold."""

    texts: list[str] = field(default_factory=list[str])
    reasoning: list[str] = field(default_factory=list[str])
    calls: list[ToolCall] = field(default_factory=list[ToolCall])
    attached: list[Attachment] = field(default_factory=list[Attachment])


def read_threads(tables: LlmTables) -> Iterator[Chat]:
    """One thread after the other."""
    names = tables.of("threads", ("id", "name", "tip_message_hash", "datetime_utc"))
    for thread in tables.rows(names, "threads"):
        yield _chat(tables, thread)


def _chat(tables: LlmTables, thread: JsonObject) -> Chat:
    tip = thread["tip_message_hash"]
    turns = _turns(tables, thread["id"])
    names = ("hash", "parent_hash", "role")
    rows = [*tables.rows(names, _UPWARDS, tip, thread["id"], MOST_MESSAGES + 1)]
    messages = [_message(tables, row, turns.get(str(row["hash"]), {})) for row in rows]
    systems = [one.text for one in messages if one.role == "system" and one.text]
    times = [one.at for one in messages if one.at is not None]
    return Chat(
        source=SOURCE,
        id=str(thread["id"]),
        title=as_text(thread["name"]),
        system=next(iter(systems), ""),
        messages=messages,
        current=as_text(tip),
        created_at=min(times, default=seconds_of(thread.get("datetime_utc"))),
    )


def _turns(tables: LlmTables, thread: JsonValue) -> dict[str, JsonObject]:
    """By the message that ended it."""
    names = tables.of("turns", _TURN)
    rows = tables.rows(names, "turns WHERE thread_id = ?", thread)
    return {str(row["tip_message_hash"]): row for row in rows}


def _message(tables: LlmTables, row: JsonObject, turn: JsonObject) -> Message:
    said = _said(tables, row["hash"])
    return Message(
        id=str(row["hash"]),
        parent=as_text(row["parent_hash"]) or None,
        role=as_text(row["role"]),
        text="\n\n".join(filter(None, said.texts)),
        reasoning="\n\n".join(filter(None, said.reasoning)),
        at=seconds_of(turn.get("datetime_utc")),
        model=as_text(turn.get("resolved_model")) or as_text(turn.get("model")),
        attachments=tuple(said.attached),
        tool_calls=tuple(said.calls),
        seconds=seconds_in(turn),
        usage=usage_in(turn),
    )


def _said(tables: LlmTables, message: JsonValue) -> _Said:
    said = _Said()
    for part in tables.rows(_PART, "parts WHERE message_hash = ? ORDER BY position", message):
        payload = _payload(part["payload"])
        match part["type"]:
            case "text":
                said.texts.append(_text(tables, part, payload))
            case "reasoning":
                said.reasoning.append(_text(tables, part, payload))
            case "tool_call":
                said.calls.append(call_of(payload))
            case "attachment":
                said.attached += _attached(tables, payload)
            case _:
                pass
    return said


def _payload(value: JsonValue) -> JsonObject:
    try:
        return as_object(read_json(as_text(value) or "{}"))
    except NotJson:
        return {}


def _text(tables: LlmTables, part: JsonObject, payload: JsonObject) -> str:
    """As it stands there, or of pieces, some of them fragments by their ids."""
    pieces = [as_object(one) for one in as_list(payload.get("text_ref"))]
    if not pieces:
        return as_text(part["text"])
    return "".join(
        as_text(piece.get("literal")) or tables.fragment(piece.get("fragment")) for piece in pieces
    )


def _attached(tables: LlmTables, payload: JsonObject) -> Sequence[Attachment]:
    identity = as_object(payload.get("attachment")).get("id")
    if not tables.has("attachments") or not isinstance(identity, str):
        return ()
    return tables.attached("WHERE id = ?", identity)
