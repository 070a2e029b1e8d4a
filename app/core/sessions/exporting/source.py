"""An answer's own Markdown inside a page: drawn as it is, and kept in its place."""

import re

from ...plain_text import plain

_FENCE = re.compile(r" *(`{3,}|~{3,})(.*)")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])(?!https?://|mailto:)")
"""What begins a tag, a comment or a declaration; a link in angle brackets is none."""


def contained(text: str) -> str:
    """The text with its tags as text, and with an end for a block of code that has none."""
    fence, lines = "", list[str]()
    for line in plain(text).strip("\n").split("\n"):
        mark, rest = _fence_of(line)
        if fence:
            lines.append(line)
            if mark.startswith(fence) and not rest:
                fence = ""
        else:
            # Three backticks with another behind them are code within a line.
            fence = "" if "`" in mark and "`" in rest else mark
            lines.append(line if fence else _without_tags(line))
    return "\n".join([*lines, fence] if fence else lines)


def _fence_of(line: str) -> tuple[str, str]:
    match = _FENCE.fullmatch(line)
    return (match.group(1), match.group(2).strip()) if match else ("", "")


def _without_tags(line: str) -> str:
    parts, behind = list[str](), 0
    for code in _CODE.finditer(line):
        parts += [_TAG.sub("&lt;", line[behind : code.start()]), code.group()]
        behind = code.end()
    return "".join([*parts, _TAG.sub("&lt;", line[behind:])])
