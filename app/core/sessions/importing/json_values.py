"""The values of a JSON file one after the other, so that a big file is never held as a whole.

An array's items are given one by one, also that of a field such as `sessions`; and so are values
that merely follow each other, a line each. One that is broken is told and passed over: its end is
found by counting brackets.
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
_STRUCTURE = re.compile(r'["\[\]{}]')
_STRING_END = re.compile(r'(?:[^"\\]|\\.)*"', re.DOTALL)
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

    def read(self) -> Iterator[Found | Problem]:
        """All values, with a `Problem` for each that is broken."""
        while head := self._next():
            if head == "[":
                yield from self._items()
            elif head == "{" and self._is_wrapped():
                yield from self._fields()
            elif head in ",]}":
                self._skip(1)
            else:
                yield from self._value()

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
        line = self._line
        while True:
            try:
                value, end = _decode(self._text, self._at)
            except RecursionError:
                yield Problem("nested too deeply", line)
                self._pass_over()
                return
            except ValueError as problem:
                if self._is_unfinished(problem) and self._grow():
                    continue
                yield Problem(self._words(problem, line), line, _title_in(self._text, self._at))
                self._pass_over()
                return
            if self._text[end : end + 1] in _NUMBER and not self._ended and self._more():
                continue
            self._skip(end - self._at)
            yield Found(value, line)
            return

    def _is_unfinished(self, problem: ValueError) -> bool:
        assert isinstance(problem, json.JSONDecodeError)
        if self._ended:
            return False
        unfinished = problem.msg.startswith(("Unterminated", "Invalid \\"))
        return unfinished or len(self._text) - problem.pos < _NEAR_THE_END

    def _grow(self) -> bool:
        """Twice as much at once, so that a big value is not begun anew at every piece."""
        wanted = max(PIECE, len(self._text) - self._at)
        if wanted > LARGEST_VALUE:
            return False
        before = len(self._text)
        while len(self._text) - before < wanted and self._more():
            pass
        return len(self._text) > before

    def _pass_over(self) -> None:
        """To behind the value that begins here, by its brackets alone."""
        depth, place = 0, self._at
        while True:
            match = _STRUCTURE.search(self._text, place)
            if match is None:
                place = len(self._text)
                if not self._more():
                    break
                continue
            place, mark = match.end(), match.group()
            if mark == '"':
                place = self._behind_string(place)
            else:
                depth += 1 if mark in "[{" else -1
            if depth <= 0 and mark in "]}":
                # A closing bracket of what stands around is not ours to take.
                place -= depth < 0
                break
        self._skip(max(1, place - self._at))

    def _behind_string(self, place: int) -> int:
        while (match := _STRING_END.match(self._text, place)) is None:
            if not self._more():
                return len(self._text)
        return match.end()

    def _words(self, problem: ValueError, line: int) -> str:
        assert isinstance(problem, json.JSONDecodeError)
        within = self._text.count("\n", self._at, problem.pos)
        before = self._text.rfind("\n", 0, problem.pos)
        column = problem.pos - before + (self._column if before < 0 else 0)
        what = "the file ends in the middle of it" if self._at_end(problem) else problem.msg
        return f"{what} (line {line + within}, column {column})"

    def _at_end(self, problem: json.JSONDecodeError) -> bool:
        behind = not self._text[problem.pos :].strip()
        return self._ended and (behind or problem.msg.startswith("Unterminated"))

    def _next(self) -> str:
        """The first character that is no blank; empty at the end of the file."""
        if self._at > PIECE:
            self._forget()
        while True:
            match = _BLANKS.match(self._text, self._at)
            assert match is not None
            self._skip(match.end() - self._at)
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _skip(self, count: int) -> None:
        end = min(self._at + count, len(self._text))
        self._line += self._text.count("\n", self._at, end)
        self._at = end

    def _more(self) -> bool:
        if self._ended:
            return False
        piece = self._file.read(PIECE)
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
