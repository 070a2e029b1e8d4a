"""Data goes to stdout, narration to stderr; foreign text never moves a terminal.

On a terminal, control characters of a model's or a server's text are shown as
pictures (`␛`). Into a pipe or a file the answer goes as it came, to the character.
"""

import shutil
import time
from collections.abc import Callable
from typing import TextIO

from ..core.failures import Failure
from ..core.plain_text import one_line, plain
from ..core.progress import Progress

_QUIET_SECONDS = 5.0
_BAR_CELLS = 20


class Console:
    """Where a command says things; streams are given, so that tests can read them."""

    def __init__(
        self, out: TextIO, err: TextIO, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._out = out
        self._err = err
        self._clock = clock
        self._guarded = out.isatty()
        self._live = err.isatty()
        self._pending = False
        self._said: dict[str, float] = {}

    def write(self, text: str) -> None:
        """A piece of data, seen at once."""
        self.clear()
        self._out.write(plain(text) if self._guarded else text)
        self._out.flush()

    def line(self, text: str = "") -> None:
        self.write(f"{text}\n")

    def note(self, text: str) -> None:
        """A line of narration."""
        self.clear()
        self._err.write(f"{plain(text)}\n")
        self._err.flush()

    def transient(self, text: str) -> None:
        """What is going on just now; the next word replaces it. Said to a terminal alone."""
        if self._live:
            width = shutil.get_terminal_size().columns - 1
            self._err.write(f"\r\x1b[K{one_line(text)[:width]}")
            self._err.flush()
            self._pending = True

    def progress(self, step: Progress) -> None:
        """One updating line on a terminal; elsewhere a line now and then."""
        if self._live:
            self.transient(f"{_bar(step)}{step.message}")
            return
        now = self._clock()
        if now - self._said.get(step.subject, -_QUIET_SECONDS) >= _QUIET_SECONDS:
            self._said[step.subject] = now
            self.note(step.message)

    def clear(self) -> None:
        """Take the transient line away."""
        if self._pending:
            self._err.write("\r\x1b[K")
            self._err.flush()
            self._pending = False

    def failure(self, failure: Failure, title: str = "") -> None:
        """A failure with what was tried, seen, its cause and its cure."""
        head = f"{title}: {failure.summary}" if title else failure.summary
        rows = [("tried", failure.tried), ("seen", failure.seen), ("cause", failure.cause)]
        rows += [("cure", failure.cure), ("run", failure.command)]
        self.note("\n".join([f"✗ {head}", *labelled(rows)]))


def labelled(rows: list[tuple[str, str]], indent: str = "  ") -> list[str]:
    """Lines `label  text` under each other; rows without text are left out."""
    margin = f"\n{indent}{'':8}"
    return [
        f"{indent}{label:7} {text.strip().replace(chr(10), margin)}" for label, text in rows if text
    ]


def _bar(step: Progress) -> str:
    if step.total <= 0:
        return ""
    filled = round(_BAR_CELLS * min(step.done / step.total, 1))
    return f"{'█' * filled}{'░' * (_BAR_CELLS - filled)} "
