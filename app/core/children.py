"""Child processes that die with us, also when we are killed."""

import asyncio
import contextlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_GUARDIAN = Path(__file__).with_name("guardian.py")
STOP_SECONDS = 8.0
KILL_SECONDS = 2.0


class Child:
    """A guarded process; its standard output and error come as one stream of lines."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        # A stream has one reader at a time: `stop` drains what nobody reads any more.
        self._reading = asyncio.Lock()

    @property
    def running(self) -> bool:
        return self._process.returncode is None

    @property
    def exit_status(self) -> int | None:
        return self._process.returncode

    async def read_line(self) -> str | None:
        """The next line of output without its end, or None when the process has ended."""
        assert self._process.stdout is not None
        async with self._reading:
            try:
                line = await self._process.stdout.readline()
            except ValueError:  # a line beyond the stream's limit: its tail is lost, not the child
                return ""
        return line.decode("utf-8", "replace").rstrip("\r\n") if line else None

    async def wait(self) -> int:
        """Wait until the process has ended by itself; give its exit status."""
        return await self._process.wait()

    async def stop(self) -> None:
        """End the process and wait for it; harmless when it has ended already."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._ended(), STOP_SECONDS)
        except TimeoutError:
            self._process.kill()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ended(), KILL_SECONDS)

    async def _ended(self) -> None:
        # Unread output pauses the pipe, and a paused pipe keeps `wait` waiting.
        assert self._process.stdout is not None
        async with self._reading:
            while await self._process.stdout.read(1 << 16):
                pass
        await self._process.wait()


async def start_child(
    command: Sequence[str], environment: Mapping[str, str], working_directory: Path | None = None
) -> Child:
    """Start `command` under the guardian.

    Raises `OSError` when the guardian cannot be started; a command that cannot be
    started shows as an ended child whose output holds the reason.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        "-S",
        str(_GUARDIAN),
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=dict(environment),
        cwd=working_directory,
        # Ctrl-C in the terminal must reach us alone: we end our children in order.
        start_new_session=True,
    )
    return Child(process)
