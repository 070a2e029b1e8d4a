"""Open WebUI's export: a list of rows, each with a `chat` whose `history` is a tree of messages.

Older chats have a plain list of messages alone.
"""

import base64
import binascii
import re
from collections.abc import Iterator

from ...attachments import Attachment
from ...lanes import JsonValue
from ...wire.jsontext import JsonObject, as_list, as_object, as_text
from .attached import attachment_of
from .messages import Chat, Message
from .outcome import Malformed
from .times import seconds_of

SOURCE = "open-webui"
_DATA = re.compile(r"data:([\w.+-]+/[\w.+-]+);base64,")
_REASONING = re.compile(
    r'<details type="reasoning"[^>]*>\s*(?:<summary>.*?</summary>)?(.*?)</details>\s*', re.DOTALL
)


def is_open_webui(value: JsonObject) -> bool:
    chat = value.get("chat")
    if not isinstance(chat, dict):
        return False
    return "history" in chat or "messages" in chat


def read_chat(value: JsonObject) -> Chat:
    """One row. Raises `Malformed`."""
    chat, meta = as_object(value.get("chat")), as_object(value.get("meta"))
    history = as_object(chat.get("history"))
    messages = list(_messages(chat, history))
    if not messages:
        raise Malformed("it has no messages")
    title = as_text(value.get("title")) or as_text(chat.get("title"))
    return Chat(
        source=SOURCE,
        id=as_text(value.get("id")) or as_text(chat.get("id")) or f"{title} {messages[0].id}",
        title=title,
        system=as_text(chat.get("system")) or as_text(as_object(chat.get("params")).get("system")),
        messages=messages,
        current=as_text(history.get("currentId")),
        created_at=seconds_of(value.get("created_at")) or seconds_of(chat.get("timestamp")),
        used_at=seconds_of(value.get("updated_at")),
        pinned=value.get("pinned") is True,
        archived=value.get("archived") is True,
        tags=tuple(
            tag for one in as_list(meta.get("tags") or chat.get("tags")) if (tag := _tag(one))
        ),
    )


def _messages(chat: JsonObject, history: JsonObject) -> Iterator[Message]:
    tree = as_object(history.get("messages"))
    if tree:
        for key, one in tree.items():
            told = as_object(one)
            yield _message(told, as_text(told.get("id")) or key, as_text(told.get("parentId")))
        return
    before = ""
    for number, one in enumerate(as_list(chat.get("messages"))):
        told = as_object(one)
        identity = as_text(told.get("id")) or str(number)
        yield _message(told, identity, before)
        before = identity


def _message(told: JsonObject, identity: str, parent: str) -> Message:
    text = _content(told.get("content"))
    thoughts = "\n\n".join(found.strip() for found in _REASONING.findall(text))
    return Message(
        id=identity,
        parent=parent or None,
        role=as_text(told.get("role")),
        text=_REASONING.sub("", text) if thoughts else text,
        reasoning=thoughts,
        at=seconds_of(told.get("timestamp")),
        model=as_text(told.get("model")) or as_text(told.get("modelName")),
        attachments=tuple(_attachments(as_list(told.get("files")))),
    )


def _content(value: JsonValue) -> str:
    if isinstance(value, str):
        return as_text(value)
    return "\n\n".join(
        filter(None, (as_text(as_object(one).get("text")) for one in as_list(value)))
    )


def _attachments(files: list[JsonValue]) -> Iterator[Attachment]:
    for number, file in enumerate(files, 1):
        told = as_object(file)
        inner = as_object(told.get("file"))
        name = as_text(told.get("name")) or as_text(inner.get("filename")) or f"file-{number}"
        if match := _DATA.match(url := as_text(told.get("url"))):
            yield attachment_of(name, match.group(1), _bytes(url[match.end() :]))
        elif text := as_text(as_object(inner.get("data")).get("content")):
            yield attachment_of(name, "text/plain", text.encode())
        elif told:
            yield attachment_of(name, "", None)


def _bytes(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def _tag(value: JsonValue) -> str:
    return as_text(value) or as_text(as_object(value).get("name"))
