"""Code fences, read line by line so that a long one is drawn in slices."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

SLICE_LINES = 40
_OPENING = re.compile(r"( {0,3})(`{3,}|~{3,})(.*)")


class PieceKind(StrEnum):
    """What a piece of the page is drawn as."""

    MARKDOWN = "markdown"
    CODE_HEAD = "code head"
    CODE = "code"
    CODE_FOOT = "code foot"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the answer that is drawn by itself.

    `text` is Markdown, or lines of code; `language` is the first word after a fence. The head of
    a fence knows its `line` in the answer (0 first).
    """

    kind: PieceKind
    text: str = ""
    language: str = ""
    line: int = field(default=0, compare=False)

    @property
    def continues(self) -> bool:
        """Whether it follows the piece before it without a blank row."""
        return self.kind in (PieceKind.CODE, PieceKind.CODE_FOOT)


class FenceReader:
    """Reads the lines of one code fence up to its closing line.

    Slices are counted from the opening line, so they are the same however the text arrived.
    """

    def __init__(self, opening: str, line: int = 0) -> None:
        match = _OPENING.match(opening)
        assert match, "the parser found a fence here"
        indent, self._marker, info = match.groups()
        self._indent = len(indent)
        self._line = line
        self.language = (info.split() or [""])[0]
        self.closed = False
        self._lines: list[str] = []

    def head(self) -> Piece:
        return Piece(PieceKind.CODE_HEAD, language=self.language, line=self._line)

    def read(self, line: str) -> list[Piece]:
        """Take one line (without its line feed); give the pieces it completes."""
        if self._closes(line):
            return self.finish()
        self._lines.append(self.content(line))
        return self._slice() if len(self._lines) == SLICE_LINES else []

    def finish(self) -> list[Piece]:
        self.closed = True
        return [*(self._slice() if self._lines else []), self._foot()]

    def open_part(self, unfinished: str) -> list[Piece]:
        """The slice that is still growing, with the unfinished line."""
        lines = [*self._lines, *([self.content(unfinished)] if unfinished else [])]
        code = [Piece(PieceKind.CODE, "\n".join(lines), self.language)] if lines else []
        return [*code, self._foot()]

    def _slice(self) -> list[Piece]:
        piece = Piece(PieceKind.CODE, "\n".join(self._lines), self.language)
        self._lines = []
        return [piece]

    def _foot(self) -> Piece:
        return Piece(PieceKind.CODE_FOOT, language=self.language)

    def content(self, line: str) -> str:
        """A line of the code without the fence's own indentation."""
        margin = len(line) - len(line.lstrip(" "))
        return line[min(margin, self._indent) :]

    def _closes(self, line: str) -> bool:
        text = line.strip(" ")
        indented = len(line) - len(line.lstrip(" ")) > 3
        long_enough = len(text) >= len(self._marker)
        return long_enough and not indented and not text.strip(self._marker[0])
