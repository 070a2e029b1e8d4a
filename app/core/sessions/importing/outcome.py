"""What reading a file of chats gives, one by one."""

from dataclasses import dataclass


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
