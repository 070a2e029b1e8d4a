"""What goes with a prompt: files whose text is read, and images."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from .lanes import JsonValue


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it was when it was attached: `str` for text, `bytes` for anything else."""

    name: str
    """As the prompt names it; from outside, so never a path to read or write."""
    media_type: str
    """Such as `text/x-python` or `image/png`."""
    content: str | bytes

    @property
    def size(self) -> int:
        """Bytes, a text's in UTF-8."""
        content = self.content
        return len(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")


def content_of(prompt: str, attachments: Sequence[Attachment]) -> JsonValue:
    """A message's `content`: text files stand behind the prompt, each in a fence under its name.

    Without images it is one string, which every path and every model takes; with images it is
    OpenAI's list of parts, the images as `data:` URLs.
    """
    texts = [one for one in attachments if isinstance(one.content, str)]
    text = "\n\n".join([prompt, *map(_fenced, texts)])
    images = [one for one in attachments if isinstance(one.content, bytes)]
    if not images:
        return text
    return [{"type": "text", "text": text}, *map(_image_part, images)]


def _fenced(attachment: Attachment) -> str:
    text = str(attachment.content)
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    kind = PurePath(attachment.name).suffix.removeprefix(".")
    end = "" if text.endswith("\n") else "\n"
    return f"{attachment.name}:\n{fence}{kind if kind.isalnum() else ''}\n{text}{end}{fence}"


def _image_part(attachment: Attachment) -> JsonValue:
    content = attachment.content
    data = base64.b64encode(content if isinstance(content, bytes) else content.encode()).decode()
    url = f"data:{attachment.media_type};base64,{data}"
    return {"type": "image_url", "image_url": {"url": url}}
