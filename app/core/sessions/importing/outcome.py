"""What reading a file of chats gives, one by one."""

from dataclasses import dataclass

from ...plain_text import one_line


class Malformed(ValueError):
    """A chat that cannot be read; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A chat, or the rest of a file, that was left out."""

    reason: str
    line: int = 0
    """Where it begins in the file, from 1; 0 where the file has no lines."""
    title: str = ""
    """The chat's, as far as it is known."""
    row: str = ""
    """Of a database: the row's id."""

    @property
    def place(self) -> str:
        """`line 12`, `row abc`, or empty."""
        if self.line:
            return f"line {self.line}"
        return f"row {self.row}" if self.row else ""

    def words(self, file: str) -> str:
        """On one line, such as `chats.json, line 12 (Torn): Expecting value`."""
        place = f", {self.place}" if self.place else ""
        title = f" ({one_line(self.title)})" if self.title else ""
        return f"{file}{place}{title}: {one_line(self.reason)}"
