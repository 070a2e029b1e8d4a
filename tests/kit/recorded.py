"""Programs on terminals that keep every byte which they get."""

import os
import pty
import select
import shlex
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from kit.tmux import Terminal, terminal


def on_a_terminal(
    command: Sequence[str], environment: Mapping[str, str], folder: Path, seconds: float = 60
) -> tuple[int, bytes]:
    """The exit status of `command`, and all that it wrote to its terminal."""
    ours, its = pty.openpty()
    process = subprocess.Popen(
        command, stdin=its, stdout=its, stderr=its, env=environment, cwd=folder
    )
    os.close(its)
    try:
        written = b"".join(_told(ours, process, seconds))
        return process.wait(seconds), written
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _told(ours: int, process: "subprocess.Popen[bytes]", seconds: float) -> Iterator[bytes]:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if not select.select([ours], [], [], min(left, 0.05))[0]:
            if process.poll() is not None:
                return
            continue
        try:
            yield os.read(ours, 1 << 16)
        except OSError:
            return


@contextmanager
def recorded_terminal(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], size: str = "120x40"
) -> Iterator[tuple[Terminal, Path]]:
    """`command` in a real terminal, and the file of all that it writes."""
    record = folder / "written.bytes"
    # The program begins once its bytes are kept, not before.
    held = ("sh", "-c", 'printf held; read -r go; exec "$@"', "sh", *command)
    with terminal(held, folder, environment, size) as told:
        told.record(f"cat > {shlex.quote(str(record))}")
        told.see("held")
        told.press("Enter")
        yield told, record
