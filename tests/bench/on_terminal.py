"""A program on a pseudo-terminal whose other side is read at once, and what the program costs."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path

COLUMNS, ROWS = 120, 40
_SEQUENCES = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][0-9A-B]|.)"
)
_BEGUN = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[()])?\Z")
_KEPT = 1 << 14
_BACKSPACE = b"\x7f"
# No program writes these, so that one of them on the screen is the key that was pressed.
_LETTERS = [chr(one) for one in range(0x0430, 0x0450)]


class NotSeen(Exception):
    """What should have come on the screen did not; holds the end of what did."""


class OnTerminal:
    """Times are seconds. Nothing of the screen is drawn: words are found as they are written."""

    def __init__(self, process: "subprocess.Popen[bytes]", master: int) -> None:
        self.written = 0
        """Bytes that the program wrote."""
        self._process, self._master = process, master
        self._begun = self._told = b""
        self._letters = cycle(_LETTERS)

    @property
    def cpu(self) -> float:
        """The CPU time that the program has taken, all threads together; its children's is not."""
        # As clock_getcpuclockid(3) makes it.
        return time.clock_gettime((~self._process.pid << 3) | 2)

    @property
    def memory(self) -> int:
        """Bytes of it that are in memory."""
        pages = Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def rest(self, seconds: float) -> None:
        """Let it work for so long."""
        self._read(b"", seconds)

    def until(self, words: str, seconds: float = 60) -> None:
        """Wait until it has written `words`, from what it wrote since the last such wait on."""
        if not self._read(words.encode(), seconds):
            told = self._told[-2000:].decode("utf-8", "replace")
            raise NotSeen(f"no {words!r} within {seconds} s: …{told}")

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def echo(self, seconds: float = 20) -> float:
        """How long a letter takes from the key to the screen; it is taken back after that."""
        letter = next(self._letters)
        self._told = b""
        began = time.monotonic()
        self.press(letter)
        self.until(letter, seconds)
        took = time.monotonic() - began
        os.write(self._master, _BACKSPACE)
        return took

    def _read(self, words: bytes, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if words and self._found(words):
                return True
            if not select.select([self._master], [], [], left)[0]:
                break
            try:
                data = os.read(self._master, 1 << 16)
            except OSError:
                break
            self._take(data)
        return False

    def _take(self, data: bytes) -> None:
        self.written += len(data)
        data = self._begun + data
        begun = _BEGUN.search(data)
        self._begun = data[begun.start() :] if begun else b""
        whole = data[: len(data) - len(self._begun)]
        self._told = (self._told + _SEQUENCES.sub(b"", whole))[-_KEPT:]

    def _found(self, words: bytes) -> bool:
        found = words in self._told
        if found:
            self._told = b""
        return found


@contextmanager
def on_terminal(
    command: Sequence[str], environment: Mapping[str, str], folder: Path
) -> Iterator[OnTerminal]:
    """`command` on a terminal of its own; it is ended with the block."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    _be_silent(slave)
    process = subprocess.Popen(
        command,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={"TERM": "xterm-256color", "COLORTERM": "truecolor", **environment},
        cwd=folder,
        start_new_session=True,
    )
    os.close(slave)
    try:
        yield OnTerminal(process, master)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(master)


def _be_silent(slave: int) -> None:
    """What is typed before the program listens must not be taken for its answer."""
    settings = termios.tcgetattr(slave)
    settings[3] &= ~termios.ECHO
    termios.tcsetattr(slave, termios.TCSANOW, settings)


TESTS = Path(__file__).parents[1]


def home_in(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a program that has never been started here."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return {"LANG": "C.UTF-8", **kept, "HOME": str(folder), **more}
