"""Child processes that die with us, also when we are killed."""

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
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
            return await read_text_line(self._process.stdout)

    async def wait(self) -> int:
        """Wait until the process has ended by itself; give its exit status."""
        return await self._process.wait()

    async def stop(self) -> None:
        """End the process and wait for it; harmless when it has ended already."""
        await end_process(self._process, self._ended, STOP_SECONDS)

    async def _ended(self) -> None:
        # Unread output pauses the pipe, and a paused pipe keeps `wait` waiting.
        assert self._process.stdout is not None
        async with self._reading:
            await drain(self._process.stdout)
        await self._process.wait()


async def start_child(
    command: Sequence[str],
    environment: Mapping[str, str],
    working_directory: Path | None = None,
    *,
    leaves: Path | None = None,
) -> Child:
    """Start `command` under the guardian, which removes the folder `leaves` at the end.

    Raises `OSError` when the guardian cannot be started; a command that cannot be
    started shows as an ended child whose output holds the reason.
    """
    folder = str(leaves) if leaves else ""
    guarded = [sys.executable, "-I", "-S", str(_GUARDIAN), folder, *command]
    return Child(await spawn(guarded, environment, working_directory, asyncio.subprocess.STDOUT))


async def spawn(
    command: Sequence[str],
    environment: Mapping[str, str],
    working_directory: Path | None,
    stderr: int,
) -> asyncio.subprocess.Process:
    """A process with pipes and in a session of its own. Raises `OSError`."""
    return await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=stderr,
        env=dict(environment),
        cwd=working_directory,
        # Ctrl-C in the terminal must reach us alone: we end our children in order.
        start_new_session=True,
    )


async def read_text_line(stream: asyncio.StreamReader) -> str | None:
    """The next line without its end, or None where there are no more."""
    try:
        line = await stream.readline()
    except ValueError:  # a line beyond the stream's limit: its tail is lost, not the child
        return ""
    return line.decode("utf-8", "replace").rstrip("\r\n") if line else None


async def drain(stream: asyncio.StreamReader) -> None:
    """Read what nobody wants any more, up to the end of the stream."""
    while await stream.read(1 << 16):
        pass


async def end_process(
    process: asyncio.subprocess.Process, ended: Callable[[], Awaitable[None]], seconds: float
) -> None:
    """Close its standard input, wait `seconds` for it to have `ended`, then kill it."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(ended(), seconds)
    except TimeoutError:
        with contextlib.suppress(TimeoutError, ProcessLookupError):
            process.kill()
            await asyncio.wait_for(ended(), KILL_SECONDS)
