"""The logs of the command `llm`: rows of prompts and responses, by conversation.

Both as `llm logs --json` writes them and as they stand in its database, `logs.db`.
"""

from collections.abc import Iterable, Iterator, Mapping

from ...attachments import Attachment
from ...events import ToolCall
from ...lanes import JsonValue
from ...wire.jsontext import JsonObject, as_list, as_object, as_text
from .messages import Chat, Message
from .times import seconds_of

SOURCE = "llm"


def is_llm_row(value: JsonObject) -> bool:
    return "conversation_id" in value and "response" in value and "prompt" in value


def read_chats(rows: Iterable[JsonObject]) -> Iterator[Chat]:
    """The conversations of all rows, in the order of their first one."""
    chats: dict[str, list[JsonObject]] = {}
    for row in rows:
        key = as_text(row.get("conversation_id")) or f"response {row.get('id')}"
        chats.setdefault(key, []).append(row)
    for key, mine in chats.items():
        yield _chat(key, sorted(mine, key=_order))


def _order(row: JsonObject) -> tuple[float, str]:
    return seconds_of(row.get("datetime_utc")) or 0.0, str(row.get("id"))


def _chat(key: str, rows: list[JsonObject]) -> Chat:
    messages: list[Message] = []
    for row in rows:
        messages += _messages(row, messages[-1].id if messages else None)
    first = rows[0]
    name = as_text(first.get("conversation_name"))
    return Chat(
        source=SOURCE,
        id=key,
        title=name,
        system="\n\n".join(filter(None, [as_text(first.get("system")), _system(first)])),
        messages=messages,
        current=messages[-1].id,
        created_at=messages[0].at,
    )


def _messages(row: JsonObject, before: str | None) -> list[Message]:
    identity, at = str(row.get("id")), seconds_of(row.get("datetime_utc"))
    fragments = _fragments(row.get("prompt_fragments"))
    prompt = Message(
        id=f"{identity} prompt",
        parent=before,
        role="user",
        text="\n\n".join([*fragments, as_text(row.get("prompt"))]).strip("\n"),
        at=at,
        attachments=tuple(_attachments(as_list(row.get("attachments")))),
    )
    answer = Message(
        id=f"{identity} response",
        parent=prompt.id,
        role="assistant",
        text=as_text(row.get("response")),
        at=at,
        model=as_text(row.get("resolved_model")) or as_text(row.get("model")),
        tool_calls=tuple(_calls(as_list(row.get("tool_calls")))),
    )
    return [prompt, answer]


def _system(row: JsonObject) -> str:
    return "\n\n".join(_fragments(row.get("system_fragments")))


def _fragments(value: JsonValue) -> list[str]:
    texts = [as_text(one) or as_text(as_object(one).get("content")) for one in as_list(value)]
    return [text for text in texts if text]


def _attachments(values: Iterable[JsonValue]) -> Iterator[Attachment]:
    """Without their bytes, which these rows do not hold, they stand there by their name."""
    for number, value in enumerate(values, 1):
        told: Mapping[str, JsonValue] = as_object(value)
        name = as_text(told.get("path")) or as_text(told.get("url")) or f"attachment-{number}"
        kind = as_text(told.get("type")) or "application/octet-stream"
        yield Attachment(name.replace("\\", "/").rpartition("/")[2] or name, kind, b"")


def _calls(values: Iterable[JsonValue]) -> Iterator[ToolCall]:
    for value in values:
        told = as_object(value)
        arguments = told.get("arguments")
        text = as_text(arguments) if isinstance(arguments, str) else str(arguments or "")
        yield ToolCall(as_text(told.get("tool_call_id")), as_text(told.get("name")), text)
