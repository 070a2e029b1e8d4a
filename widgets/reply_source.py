"""Code out of an answer as the model sent it, not as it is drawn."""

from __future__ import annotations

from .plain_text import visible
from .reply_fence import FenceReader


def code_at(source: str, line: int) -> str:
    """The text inside the fence that opens at `line` (0 first) of `source`, its tabs as they are.

    Line ends become line feeds, and the last line has none: pasted into a shell, it waits.
    """
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reader = FenceReader(visible(lines[line]))
    code: list[str] = []
    for text in lines[line + 1 :]:
        reader.read(visible(text))
        if reader.closed:
            return "\n".join(code)
        code.append(reader.content(text))
    return "\n".join(code).removesuffix("\n")
