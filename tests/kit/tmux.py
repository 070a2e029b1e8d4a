"""A real terminal for a story: tmux, with a server of its own that ends with it."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from kit.processes import soon

# A terminal goes with whom it was opened by, also where that one was killed.
_GUARD = (
    "while kill -0 {us} && tmux -L {socket} has-session; do sleep 1; done >/dev/null 2>&1;"
    " tmux -L {socket} kill-server"
)


class Terminal:
    """Keys go in by tmux's names (`Enter`, `F3`, `C-q`), text as it is; the screen comes out."""

    def __init__(self, socket: str) -> None:
        self._tmux = ("tmux", "-L", socket, "-f", os.devnull)
        self._socket = socket

    def press(self, *keys: str) -> None:
        self._ask("send-keys", "-t", "story", *keys)

    def type(self, text: str) -> None:
        self._ask("send-keys", "-t", "story", "-l", text)

    def screen(self) -> str:
        """All rows as they stand; empty once the program has ended and taken tmux with it."""
        return self._ask("capture-pane", "-p", "-t", "story")

    def record(self, command: str) -> None:
        """Let `command` read every byte that the program writes from now on."""
        self._ask("pipe-pane", "-O", "-t", "story", command)

    def process(self) -> int:
        """Of the program."""
        return int(self._ask("display-message", "-p", "-t", "story", "#{pane_pid}"))

    def paste(self, text: str) -> None:
        """As a terminal does that brackets what is pasted."""
        data = text.encode("utf-8", "replace").replace(b"\0", b"")
        subprocess.run([*self._tmux, "load-buffer", "-"], input=data, capture_output=True)
        self._ask("paste-buffer", "-p", "-d", "-t", "story")

    def history(self) -> str:
        """The screen, and what has left it at the top."""
        return self._ask("capture-pane", "-p", "-S", "-300", "-t", "story")

    def resize(self, width: int, height: int) -> None:
        self._ask("resize-window", "-t", "story", "-x", str(width), "-y", str(height))

    def colours(self) -> set[str]:
        """The parameters of all sequences that colour what stands on the screen."""
        drawn = self._ask("capture-pane", "-e", "-p", "-t", "story")
        return set(re.findall(r"\x1b\[([34]8;[0-9;]+|9[0-7]|10[0-7]|[34][0-7])m", drawn))

    def see(self, *words: str, seconds: float = 30, times: int = 1) -> None:
        """Wait until each of `words` stands on the screen so many times."""
        found = soon(lambda: all(self.screen().count(one) >= times for one in words), seconds)
        assert found, f"no {words} after {seconds} s:\n{self.screen()}"

    def lose(self, words: str, seconds: float = 30) -> None:
        """Wait until `words` stand on the screen no more."""
        assert soon(lambda: words not in self.screen(), seconds), self.screen()

    def see_that(self, true: Callable[[str], bool], seconds: float = 30) -> None:
        """Wait until something is true of the screen."""
        assert soon(lambda: true(self.screen()), seconds), self.screen()

    def ended(self, seconds: float = 30) -> bool:
        """Whether the program ends, within so long."""
        return soon(lambda: self._run("has-session", "-t", "story").returncode != 0, seconds)

    def start(
        self, command: Sequence[str], folder: Path, environment: Mapping[str, str], size: str
    ) -> None:
        width, height = size.split("x")
        options = ("-d", "-s", "story", "-x", width, "-y", height, "-c", str(folder))
        done = self._run("new-session", *options, *command, environment=environment)
        assert done.returncode == 0, done.stderr
        self._run("run-shell", "-b", _GUARD.format(us=os.getpid(), socket=self._socket))

    def close(self) -> None:
        self._run("kill-server")

    def _ask(self, *arguments: str) -> str:
        return self._run(*arguments).stdout

    def _run(
        self, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*self._tmux, *arguments], env=environment, capture_output=True, text=True
        )


@contextmanager
def terminal(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], size: str = "80x24"
) -> Iterator[Terminal]:
    """`command` in a terminal of that size, begun in `folder`."""
    opened = Terminal(f"quayside-{os.getpid()}-{folder.name}")
    try:
        opened.start(command, folder, environment, size)
        yield opened
    finally:
        opened.close()
