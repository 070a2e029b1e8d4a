"""The logs of the command `llm`: rows of prompts and responses, by conversation.

Both as `llm logs --json` writes them and as they stand in its database, `logs.db`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

from ...attachments import Attachment
from ...events import ToolCall, Usage
from ...lanes import JsonValue
from ...wire.jsontext import JsonObject, as_list, as_number, as_object, as_text
from .attached import attachment_of
from .messages import Chat, Message
from .times import seconds_of

SOURCE = "llm"
_KEPT = (
    *("id", "model", "resolved_model", "prompt", "system", "response", "reasoning"),
    *("conversation_id", "conversation_name", "duration_ms", "input_tokens", "output_tokens"),
    *("datetime_utc", "attachments", "prompt_fragments", "system_fragments", "tool_calls"),
)
_MOST_TOKENS = 1 << 53
_MOST_MILLISECONDS = 1e12


def is_llm_row(value: JsonObject) -> bool:
    return "conversation_id" in value and "response" in value and "prompt" in value


def slim(row: JsonObject) -> JsonObject:
    """Without what is not read, such as a server's whole response: rows wait for each other."""
    return {name: row[name] for name in _KEPT if name in row}


def key_of(row: JsonObject) -> str:
    """What the rows of one conversation share; a row without one is a conversation of its own."""
    return as_text(row.get("conversation_id")) or f"response {row.get('id')}"


def read_chat(
    rows: Iterable[JsonObject], attached: Mapping[str, tuple[Attachment, ...]] | None = None
) -> Chat:
    """The rows of one conversation, one at least; `attached` by row id where it is known whole."""
    ordered = sorted(rows, key=_order)
    messages: list[Message] = []
    for row in ordered:
        held = (attached or {}).get(str(row.get("id")))
        messages += _messages(row, messages[-1].id if messages else None, held)
    first = ordered[0]
    return Chat(
        source=SOURCE,
        id=key_of(first),
        title=as_text(first.get("conversation_name")),
        system=_with_fragments(first, "system", "system_fragments"),
        messages=messages,
        current=messages[-1].id,
        created_at=messages[0].at,
    )


def seconds_in(row: JsonObject) -> float | None:
    """How long the answer took."""
    milliseconds = as_number(row.get("duration_ms"))
    if milliseconds is None or not 0 <= milliseconds < _MOST_MILLISECONDS:
        return None
    return milliseconds / 1000


def usage_in(row: JsonObject) -> Usage | None:
    """What the server counted, where both numbers are there."""
    asked, said = _tokens(row.get("input_tokens")), _tokens(row.get("output_tokens"))
    return None if asked is None or said is None else Usage(asked, said)


def call_of(value: JsonObject) -> ToolCall:
    """Its arguments are text, or the object that it says."""
    arguments = value.get("arguments")
    text = as_text(arguments) if isinstance(arguments, str) else json.dumps(arguments or {})
    return ToolCall(as_text(value.get("tool_call_id")), as_text(value.get("name")), text)


def _order(row: JsonObject) -> tuple[float, str]:
    return seconds_of(row.get("datetime_utc")) or 0.0, str(row.get("id"))


def _messages(
    row: JsonObject, before: str | None, held: tuple[Attachment, ...] | None
) -> list[Message]:
    identity, at = str(row.get("id")), seconds_of(row.get("datetime_utc"))
    named = tuple(_named(as_list(row.get("attachments"))))
    prompt = Message(
        id=f"{identity} prompt",
        parent=before,
        role="user",
        text=_with_fragments(row, "prompt", "prompt_fragments"),
        at=at,
        attachments=named if held is None else held,
    )
    answer = Message(
        id=f"{identity} response",
        parent=prompt.id,
        role="assistant",
        text=as_text(row.get("response")),
        reasoning=as_text(row.get("reasoning")),
        at=at,
        model=as_text(row.get("resolved_model")) or as_text(row.get("model")),
        tool_calls=tuple(call_of(as_object(one)) for one in as_list(row.get("tool_calls"))),
        seconds=seconds_in(row),
        usage=usage_in(row),
    )
    return [prompt, answer]


def _with_fragments(row: JsonObject, name: str, fragments: str) -> str:
    """Newer rows have the fragments in their text already, older ones beside it alone."""
    text = as_text(row.get(name))
    texts = [
        as_text(one) or as_text(as_object(one).get("content"))
        for one in as_list(row.get(fragments))
    ]
    apart = [one for one in texts if one and one not in text]
    return "\n\n".join(filter(None, [*apart, text])).strip("\n")


def _named(values: Iterable[JsonValue]) -> Iterator[Attachment]:
    """By their names: these rows do not hold their bytes."""
    for value in values:
        told = as_object(value)
        name = as_text(told.get("path")) or as_text(told.get("url")) or "attachment"
        yield attachment_of(name, as_text(told.get("type")), None)


def _tokens(value: JsonValue) -> int | None:
    number = as_number(value)
    return None if number is None or not 0 <= number < _MOST_TOKENS else int(number)
