"""Ways to the clipboard: programs of this machine, and an escape sequence for the terminal."""

import asyncio
import base64
import shutil
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

LONGEST = 74_994
"""Bytes of text. xterm takes 100,000 bytes of OSC 52 with its head and end: 99,992 of base64."""
PATIENCE = 2.0
"""Seconds for a program to take the text."""
_ESCAPE = "\x1b"
_SCREEN_SHARE = 700
"""GNU Screen passes strings of at most 768 bytes through."""
_DEAF = ("linux", "dumb")
"""Values of TERM: the console of Linux, and editors, show nothing of OSC 52 and keep nothing."""

Which = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Program:
    """Takes the text on its standard input, so that no list of processes shows it."""

    name: str
    arguments: tuple[str, ...] = ()
    encoding: str = "utf-8"

    @property
    def keeps_for_itself(self) -> bool:
        """Whether what it has taken may not be on the clipboard of the desktop."""
        return self.name == "tmux"


_WAYLAND = Program("wl-copy", ("--type", "text/plain;charset=utf-8"))
_X11 = (
    Program("xclip", ("-selection", "clipboard")),
    Program("xsel", ("--clipboard", "--input")),
)
# `-w` has tmux hand it on to the terminal round it.
_TMUX = Program("tmux", ("load-buffer", "-w", "-"))
# It takes anything without a mark of its byte order for the console's code page.
_WINDOWS = Program("clip.exe", encoding="utf-16")


def programs(
    environment: Mapping[str, str], *, away: bool = False, platform: str = sys.platform
) -> list[Program]:
    """Those to try, the likeliest first. `away` says that the reader sits at another machine."""
    away = away or any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))
    display = environment.get("DISPLAY", "")
    chosen: list[Program] = []
    if not away and platform == "darwin":
        chosen.append(Program("pbcopy"))
    if not away and (platform == "win32" or environment.get("WSL_DISTRO_NAME")):
        chosen.append(_WINDOWS)
    if not away and environment.get("WAYLAND_DISPLAY"):
        chosen.append(_WAYLAND)
    # One that begins with a host is the reader's own, forwarded by ssh.
    if display and not (away and display.startswith(":")):
        chosen += _X11
    if environment.get("TMUX"):
        chosen.append(_TMUX)
    return chosen


async def take(
    program: Program, text: str, environment: Mapping[str, str], patience: float = PATIENCE
) -> bool:
    """Have `program` take `text`; False where it is missing, fails, or takes too long."""
    found = shutil.which(program.name, path=environment.get("PATH"))
    if found is None:
        return False
    try:
        # Some stay in the background with what they hold; a pipe of ours would never end.
        child = await asyncio.create_subprocess_exec(
            found,
            *program.arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            env=dict(environment),
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        async with asyncio.timeout(patience):
            await child.communicate(text.encode(program.encoding, "replace"))
    except TimeoutError:
        return False
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    return child.returncode == 0


def terminal_sequence(text: str, environment: Mapping[str, str]) -> str | None:
    """OSC 52 with `text` in base64, wrapped for tmux or GNU Screen.

    None where it is too long, or where the terminal is known to drop it.
    """
    data = text.encode("utf-8", "replace")
    if len(data) > LONGEST or environment.get("TERM") in _DEAF:
        return None
    sequence = f"{_ESCAPE}]52;c;{base64.b64encode(data).decode('ascii')}\a"
    if environment.get("TMUX"):
        # Its option `set-clipboard on` takes the bare one, `allow-passthrough on` the other.
        doubled = sequence.replace(_ESCAPE, _ESCAPE * 2)
        return f"{sequence}{_ESCAPE}Ptmux;{doubled}{_ESCAPE}\\"
    if environment.get("STY"):
        shares = range(0, len(sequence), _SCREEN_SHARE)
        parts = (sequence[start : start + _SCREEN_SHARE] for start in shares)
        return "".join(f"{_ESCAPE}P{part}{_ESCAPE}\\" for part in parts)
    return sequence
