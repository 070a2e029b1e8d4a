"""What other programs attached to a prompt, as an attachment that can be sent again."""

from ...attachments import Attachment
from ...wire.jsontext import as_text

ELSEWHERE = "(what it holds was not in the file of chats)"
LARGEST = 32 << 20
"""Bytes; of a larger one the name alone is kept."""


def attachment_of(name: str, kind: str, content: bytes | None) -> Attachment:
    """An image by its bytes, a text as text, and of anything else the name.

    Bytes that are no image would be sent to a model as one.
    """
    shown = as_text(name).replace("\\", "/").rstrip("/").rpartition("/")[2] or "attachment"
    if content is None or len(content) > LARGEST:
        return Attachment(shown, "text/plain", ELSEWHERE)
    if kind.startswith("image/"):
        return Attachment(shown, kind, content)
    if kind.startswith("text/"):
        return Attachment(shown, kind, content.decode("utf-8", "replace"))
    return Attachment(shown, "text/plain", ELSEWHERE)
