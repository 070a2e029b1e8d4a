"""Rows of the table `responses`, in which `llm` kept its logs until it had one of messages."""

from collections.abc import Iterator

from ...attachments import Attachment
from ...lanes import JsonValue
from ...wire.jsontext import JsonObject, as_text
from .llm_logs import key_of, read_chat
from .llm_tables import LlmTables
from .messages import Chat
from .outcome import Problem

_COLUMNS = (
    *("id", "model", "resolved_model", "prompt", "system", "response", "reasoning"),
    *("conversation_id", "duration_ms", "input_tokens", "output_tokens", "datetime_utc"),
)
_ORDER = ("conversation_id", "datetime_utc", "id")
_CALL = ("name", "arguments", "tool_call_id")


def read_responses(tables: LlmTables, already: set[str]) -> Iterator[Chat | Problem]:
    """Conversation by conversation, but for those `already` read: none but one is held."""
    names = tables.of("responses", _COLUMNS)
    order = ", ".join(tables.of("responses", _ORDER))
    chat: list[JsonObject] = []
    for row in tables.rows(names, f"responses ORDER BY {order}"):
        if str(row.get("conversation_id")) in already:
            continue
        if not all(isinstance(row[name], str | None) for name in ("prompt", "response")):
            yield Problem("prompt or response is no text", row=str(row["id"]))
            continue
        if chat and key_of(chat[0]) != key_of(row):
            yield _chat(tables, chat)
            chat = []
        chat.append(row)
    if chat:
        yield _chat(tables, chat)


def _chat(tables: LlmTables, rows: list[JsonObject]) -> Chat:
    name = _name(tables, rows[0].get("conversation_id"))
    whole = [{**row, "conversation_name": name, **_parts(tables, row)} for row in rows]
    attached = {str(row["id"]): _attached(tables, row["id"]) for row in rows}
    return read_chat(whole, attached)


def _parts(tables: LlmTables, row: JsonObject) -> JsonObject:
    return {
        "prompt_fragments": _fragments(tables, "prompt_fragments", row["id"]),
        "system_fragments": _fragments(tables, "system_fragments", row["id"]),
        "tool_calls": _calls(tables, row["id"]),
    }


def _name(tables: LlmTables, conversation: JsonValue) -> JsonValue:
    if not tables.has("conversations"):
        return ""
    rows = tables.rows(("name",), "conversations WHERE id = ?", conversation)
    return next((row["name"] for row in rows), "")


def _attached(tables: LlmTables, response: JsonValue) -> tuple[Attachment, ...]:
    if not tables.has("attachments", "prompt_attachments"):
        return ()
    joined = "JOIN prompt_attachments ON attachments.id = attachment_id"
    return tables.attached(f'{joined} WHERE response_id = ? ORDER BY "order"', response)


def _fragments(tables: LlmTables, table: str, response: JsonValue) -> list[JsonValue]:
    if not tables.has(table):
        return []
    chosen = f'{table} WHERE response_id = ? ORDER BY "order"'
    rows = tables.rows(("fragment_id",), chosen, response)
    return [as_text(tables.fragment(row["fragment_id"])) for row in rows]


def _calls(tables: LlmTables, response: JsonValue) -> list[JsonValue]:
    if not tables.has("tool_calls"):
        return []
    return [*tables.rows(_CALL, "tool_calls WHERE response_id = ? ORDER BY id", response)]
