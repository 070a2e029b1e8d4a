"""A line of words, and behind it the keys that work here."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from .drawing import Drawing
from .plain_text import visible_line

_QUIET, _KEY = "$foreground 60%", "$text-accent"
_GAP = "  "

Hint = tuple[str, str]
"""Keys and what they do, such as `("n p", "round")`."""


class HintLine(Drawing):
    """The keys stand at the right; where there is no room for both, on a line of their own."""

    DEFAULT_CSS = """
    HintLine { height: auto; }
    """

    def __init__(self, hints: Sequence[Hint] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.hints: tuple[Hint, ...] = tuple(hints)
        self.words: str = ""
        self.style: str = _QUIET

    def show(self, words: str, style: str = _QUIET, hints: Sequence[Hint] | None = None) -> None:
        """Other `hints` take the place of those that are there."""
        told = (words, style, self.hints if hints is None else tuple(hints))
        if told != (self.words, self.style, self.hints):
            self.words, self.style, self.hints = told
            self.redraw()

    def picture(self, width: int) -> list[Content]:
        words = Content.styled(visible_line(self.words), self.style)
        keys = Content(_GAP).join(_hint(one) for one in self.hints)
        room = width - words.cell_length - keys.cell_length
        if room >= len(_GAP):
            return [Content.assemble(words, " " * room, keys)]
        lines = [words, keys] if keys else [words]
        return [line.truncate(width, ellipsis=True) for line in lines if line]


def _hint(hint: Hint) -> Content:
    keys, what = (visible_line(words) for words in hint)
    return Content.assemble((keys, _KEY), (f" {what}", _QUIET))
