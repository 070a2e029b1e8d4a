"""Foreign text inside Markdown: no mark of it is one of the page's."""

import re
from collections.abc import Sequence

from .plain_text import one_line, plain

_BACKTICKS = re.compile(r"`{3,}")
_MARKS = re.compile(r"[\\`*_~\[|#]")
_CALLS = re.compile(r"(?<!\w)@(?=\w)|#(?=\d)")
"""What a forge takes for a person to be called, or for a ticket of its own."""


def escaped(text: str) -> str:
    """One line in which no character is markup: no link, no image, no tag, no cell's end."""
    marked = one_line(text).replace("&", "&amp;").replace("<", "&lt;")
    return _CALLS.sub(r"\g<0>&ZeroWidthSpace;", _MARKS.sub(r"\\\g<0>", marked))


def fenced(text: str) -> str:
    """A block of code whose fence is longer than any in it."""
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{plain(text)}\n{fence}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[bool]) -> str:
    """A table of escaped cells; `numbers` says which columns stand to the right."""
    rule = ["---:" if number else "---" for number in numbers]
    cells = [[escaped(cell) for cell in row] for row in (head, *rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (cells[0], rule, *cells[1:]))
