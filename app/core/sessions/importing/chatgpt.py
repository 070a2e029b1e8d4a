"""ChatGPT's `conversations.json`: a list of chats, each a `mapping` of nodes by their id.

Nodes hold a message or none; hidden ones and the system's own are passed over, and so is what an
assistant says to a tool. Branches of edited and repeated messages are kept.
"""

from collections.abc import Iterator

from ...attachments import Attachment
from ...lanes import JsonValue
from ...wire.jsontext import JsonObject, as_list, as_number, as_object, as_text
from .attached import attachment_of
from .messages import Chat, Message
from .outcome import Malformed
from .times import seconds_of

SOURCE = "chatgpt"
_IMAGE = "[image]"
_HIDDEN_KINDS = ("user_editable_context", "model_editable_context")


def is_chatgpt(value: JsonObject) -> bool:
    return isinstance(value.get("mapping"), dict)


def read_chat(value: JsonObject) -> Chat:
    """One conversation. Raises `Malformed`."""
    mapping = value.get("mapping")
    if not isinstance(mapping, dict):
        raise Malformed("it has no mapping of messages")
    created = seconds_of(value.get("create_time"))
    messages = [_message(node_id, as_object(node)) for node_id, node in mapping.items()]
    identity = as_text(value.get("conversation_id")) or as_text(value.get("id"))
    title = as_text(value.get("title"))
    return Chat(
        source=SOURCE,
        id=identity or f"{created} {title} {next(iter(mapping), '')}",
        title=title,
        messages=messages,
        current=as_text(value.get("current_node")),
        created_at=created,
        used_at=seconds_of(value.get("update_time")),
        archived=value.get("is_archived") is True,
        pinned=value.get("is_starred") is True,
    )


def _message(node_id: str, node: JsonObject) -> Message:
    told = as_object(node.get("message"))
    content = as_object(told.get("content"))
    metadata = as_object(told.get("metadata"))
    role = as_text(as_object(told.get("author")).get("role"))
    kind = as_text(content.get("content_type"))
    thought = kind in ("thoughts", "reasoning_recap")
    hidden = _is_hidden(told, metadata) or kind in _HIDDEN_KINDS
    text = "" if hidden else "\n\n".join(_texts(content, kind))
    return Message(
        id=node_id,
        parent=as_text(node.get("parent")) or None,
        # A message that is not shown must not begin a turn.
        role="hidden" if hidden else role,
        text="" if thought else text,
        reasoning=text if thought else "",
        at=seconds_of(told.get("create_time")),
        model=as_text(metadata.get("model_slug")),
        attachments=() if hidden else tuple(_attached(as_list(metadata.get("attachments")))),
    )


def _attached(values: list[JsonValue]) -> Iterator[Attachment]:
    """By their names: the files themselves lie beside the list of chats."""
    for value in values:
        if name := as_text(as_object(value).get("name")):
            yield attachment_of(name, "", None)


def _is_hidden(told: JsonObject, metadata: JsonObject) -> bool:
    to = as_text(told.get("recipient")) or "all"
    weight = as_number(told.get("weight"))
    hidden = metadata.get("is_visually_hidden_from_conversation") is True
    return hidden or to != "all" or weight == 0


def _texts(content: JsonObject, kind: str) -> Iterator[str]:
    if kind == "code" and (code := as_text(content.get("text"))):
        yield f"```{as_text(content.get('language'))}\n{code}\n```"
        return
    for thought in as_list(content.get("thoughts")):
        yield as_text(as_object(thought).get("content"))
    for name in ("text", "result", "content"):
        if text := as_text(content.get(name)):
            yield text
    for part in as_list(content.get("parts")):
        if text := _part(part):
            yield text


def _part(part: JsonValue) -> str:
    if isinstance(part, str):
        return as_text(part)
    told = as_object(part)
    kind = as_text(told.get("content_type"))
    if kind.startswith("image"):
        return _IMAGE
    return as_text(told.get("text"))
