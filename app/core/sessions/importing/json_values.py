"""The values of a JSON file one after the other, so that a big file is never held as a whole.

An array's items are given one by one, also that of a field such as `sessions`; and so are values
that merely follow each other, a line each. One that is broken is told and passed over: its end is
found by counting brackets, or is a line that begins as the broken one did.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from ...lanes import JsonValue
from .outcome import Problem

PIECE = 1 << 20
"""Characters that are read at once."""
LARGEST_VALUE = 128 << 20
"""Characters of one chat; more is told as broken."""
_NEAR_THE_END = 32
"""A value that is merely not read to its end breaks within so many characters of that end."""
LISTS = frozenset(("sessions", "conversations", "chats", "data", "items"))
"""Fields whose items are chats."""

_BLANKS = re.compile(r"[ \t\r\n\ufeff]*")
_STRUCTURE = re.compile(r'["\[\]{}\n]')
_STRING_PART = re.compile(r'[^"\\\n]*+(?:\\.[^"\\\n]*+)*+')
"""No line ends within a string, so that one that is not closed spoils its line alone."""
_WORD_END = re.compile(r"[,\[\]{}\n]")
_NUMBER = "+-.0123456789eE"
"""What a number may go on with; the empty text at the end of what was read is in it too."""
_decode = json.JSONDecoder().raw_decode


@dataclass(frozen=True, slots=True)
class Found:
    """A value, and the line on which it begins, from 1."""

    value: JsonValue
    line: int


class JsonValues:
    """Reads `file` forward only."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._text, self._at, self._line = "", 0, 1
        self._column = 0
        """Of the text's first character, from 0: a big file is often one line."""
        self._ended = False
        self._indent: str | None = ""
        """What stands before the value on its line; None where that is not blank."""

    def read(self) -> Iterator[Found | Problem]:
        """All values, with a `Problem` for each that is broken."""
        head = self._next()
        if head and head not in "[{":
            yield Problem(f"it is no JSON that holds chats; it begins with {head!r}", self._line)
            return
        while head:
            if head == "[":
                yield from self._items()
            elif head == "{" and self._is_wrapped():
                yield from self._fields()
            elif head in ",]}":
                self._skip(1)
            else:
                yield from self._value()
            head = self._next()

    def _items(self) -> Iterator[Found | Problem]:
        self._skip(1)
        while (head := self._next()) not in ("", "]"):
            if head == ",":
                self._skip(1)
            elif head == "}":
                yield Problem("a bracket closes here that was never opened", self._line)
                self._skip(1)
            else:
                yield from self._value()
        if not head:
            yield Problem("the file ends in the middle of its list", self._line)
        self._skip(1)

    def _is_wrapped(self) -> bool:
        """Whether the object's first fields lead to a list of chats: it is no chat itself."""
        while len(self._text) - self._at < 4096 and self._more():
            pass
        begin = self._text[self._at : self._at + 4096]
        return any(re.search(rf'^\{{[^\[{{]*"{name}"\s*:\s*\[', begin) for name in LISTS)

    def _fields(self) -> Iterator[Found | Problem]:
        self._skip(self._text.index("[", self._at) - self._at)
        yield from self._items()

    def _value(self) -> Iterator[Found | Problem]:
        line, indent = self._line, self._indent
        while True:
            try:
                value, end = _decode(self._text, self._at)
            except json.JSONDecodeError as problem:
                if self._is_unfinished(problem) and self._grow():
                    continue
                yield Problem(self._words(problem, line), line, _title_in(self._text, self._at))
                self._pass_over(indent)
                return
            except (RecursionError, ValueError) as problem:
                # Python reads no number of more than 4,300 digits.
                deep = isinstance(problem, RecursionError)
                yield Problem("nested too deeply" if deep else "a number is too long", line)
                self._pass_over(indent)
                return
            if self._text[end : end + 1] in _NUMBER and self._more():
                continue
            self._skip(end - self._at)
            yield Found(value, line)
            return

    def _is_unfinished(self, problem: json.JSONDecodeError) -> bool:
        if self._ended:
            return False
        unfinished = problem.msg.startswith(("Unterminated", "Invalid \\"))
        return unfinished or len(self._text) - problem.pos < _NEAR_THE_END

    def _grow(self) -> bool:
        """Twice as much at once, so that a big value is not begun anew at every piece."""
        self._forget()
        return len(self._text) <= LARGEST_VALUE and self._more(len(self._text))

    def _pass_over(self, indent: str | None) -> None:
        """To behind the value that begins here, holding no more than a piece of it."""
        if self._text[self._at] not in '[{"':
            self._pass_word()
            return
        depth = 0
        while match := self._search(_STRUCTURE):
            mark = match.group()
            depth += (mark in "[{") - (mark in "]}")
            if depth < 0:
                # A closing bracket of what stands around is not ours to take.
                self._skip(match.start() - self._at)
                return
            self._skip(match.end() - self._at)
            if mark == '"':
                self._leave_string()
            if (mark == "\n" and self._begins_anew(indent)) or (mark != "\n" and depth == 0):
                return

    def _pass_word(self) -> None:
        self._skip(1)
        if match := self._search(_WORD_END):
            self._skip(match.start() - self._at)

    def _search(self, wanted: re.Pattern[str]) -> re.Match[str] | None:
        while (match := wanted.search(self._text, self._at)) is None:
            self._skip(len(self._text) - self._at)
            self._forget()
            if not self._more():
                return None
        return match

    def _leave_string(self) -> None:
        while True:
            part = _STRING_PART.match(self._text, self._at)
            self._skip(part.end() - self._at if part else 0)
            if self._text[self._at : self._at + 1] in ('"', "\n"):
                self._skip(self._text[self._at] == '"')
                return
            # What a backslash stands before may be in the next piece.
            self._forget()
            if not self._more():
                self._skip(1)
            if self._text[self._at : self._at + 2] in ("", "\\\n"):
                return

    def _begins_anew(self, indent: str | None) -> bool:
        if indent is None:
            return False
        begin = f"{indent}{{"
        while len(self._text) - self._at < len(begin) and self._more():
            pass
        return self._text.startswith(begin, self._at)

    def _words(self, problem: json.JSONDecodeError, line: int) -> str:
        within = self._text.count("\n", self._at, problem.pos)
        before = self._text.rfind("\n", 0, problem.pos)
        column = problem.pos - before + (self._column if before < 0 else 0)
        what = "the file ends in the middle of it" if self._at_end(problem) else problem.msg
        if len(self._text) - self._at > LARGEST_VALUE:
            what = f"longer than {LARGEST_VALUE >> 20} million characters"
        return f"{what} (line {line + within}, column {column})"

    def _at_end(self, problem: json.JSONDecodeError) -> bool:
        behind = not self._text[problem.pos :].strip()
        return self._ended and (behind or problem.msg.startswith("Unterminated"))

    def _next(self) -> str:
        """The first character that is no blank; empty at the end of the file."""
        if self._at > PIECE:
            self._forget()
        # A file begins as a line does.
        blanks = "" if self._at or self._column or self._line > 1 else "\n"
        while True:
            match = _BLANKS.match(self._text, self._at)
            assert match is not None
            blanks += match.group()
            self._skip(match.end() - self._at)
            if self._at < len(self._text):
                self._indent = blanks.rpartition("\n")[2] if "\n" in blanks else None
                return self._text[self._at]
            if not self._more():
                return ""

    def _skip(self, count: int) -> None:
        end = min(self._at + count, len(self._text))
        self._line += self._text.count("\n", self._at, end)
        self._at = end

    def _more(self, count: int = 0) -> bool:
        if self._ended:
            return False
        piece = self._file.read(max(PIECE, count))
        self._ended = not piece
        self._text += piece
        return bool(piece)

    def _forget(self) -> None:
        """Between two values only: within one, places in the text are held."""
        before = self._text.rfind("\n", 0, self._at)
        self._column = self._at - before - 1 + (self._column if before < 0 else 0)
        self._text, self._at = self._text[self._at :], 0


def _title_in(text: str, place: int) -> str:
    """What looks like the title of a chat that cannot be read."""
    found = re.compile(r'"title"\s*:\s*("(?:[^"\\\n]|\\.){0,200}")').search(
        text, place, place + 2000
    )
    try:
        return str(json.loads(found.group(1))) if found else ""
    except ValueError:
        return ""
