"""A child process of our own code that talks with us in JSON lines.

It ends by itself when its standard input closes, so it dies with us however we end;
`json_parent.py` is the child's side of this. Commands of others need `children.py`.
"""

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import Mapping, Sequence
from typing import cast

from .children import drain, end_process, read_text_line, spawn
from .lanes import JsonValue

KEPT_LINES = 60
STOP_SECONDS = 3.0


class JsonChild:
    """One such process; made by `JsonChild.start`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        # A stream has one reader at a time: `stop` drains what nobody reads any more.
        self._reading = asyncio.Lock()
        self._unread = bytearray()
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._listening = asyncio.create_task(self._keep_lines())

    @classmethod
    async def start(cls, command: Sequence[str], environment: Mapping[str, str]) -> "JsonChild":
        """Start `command`, without a shell. Raises `OSError` where it cannot be started."""
        return cls(await spawn(command, environment, None, asyncio.subprocess.PIPE))

    @property
    def running(self) -> bool:
        return self._process.returncode is None

    @property
    def exit_status(self) -> int | None:
        """None while it runs; complete after `stop`."""
        return self._process.returncode

    @property
    def lines(self) -> tuple[str, ...]:
        """The last lines of its standard error, oldest first; complete after `stop`."""
        return tuple(self._lines)

    async def send(self, message: Mapping[str, JsonValue]) -> None:
        """Give it one object. One that has ended takes nothing: `receive` tells of its end."""
        assert self._process.stdin is not None
        line = json.dumps(message, separators=(",", ":")).encode("ascii")
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._process.stdin.write(line + b"\n")
            await self._process.stdin.drain()

    async def receive(self) -> dict[str, JsonValue] | None:
        """Its next object, however long the line; None when it has closed its output.

        A line that is no JSON object is kept among `lines`. To cancel this loses nothing.
        """
        while (line := await self._read_line()) is not None:
            with contextlib.suppress(ValueError):
                message = json.loads(line)
                if isinstance(message, dict):
                    return cast("dict[str, JsonValue]", message)
            self._lines.append(line.decode("utf-8", "replace").rstrip())
        return None

    async def stop(self) -> None:
        """Close its input, wait for its end, kill it when it stays; harmless when repeated."""
        await end_process(self._process, self._ended, STOP_SECONDS)
        # A grandchild that kept our pipe must not keep us.
        self._listening.cancel()
        await asyncio.wait({self._listening})

    async def _read_line(self) -> bytes | None:
        assert self._process.stdout is not None
        searched = 0
        async with self._reading:
            while (end := self._unread.find(b"\n", searched)) < 0:
                searched = len(self._unread)
                piece = await self._process.stdout.read(1 << 16)
                if not piece:
                    return None
                self._unread += piece
            line = bytes(self._unread[:end])
            del self._unread[: end + 1]
        return line

    async def _keep_lines(self) -> None:
        assert self._process.stderr is not None
        while (line := await read_text_line(self._process.stderr)) is not None:
            self._lines.append(line)

    async def _ended(self) -> None:
        # Unread output pauses the pipe, and a paused pipe keeps `wait` waiting.
        assert self._process.stdout is not None
        async with self._reading:
            await drain(self._process.stdout)
        await self._process.wait()
        await asyncio.wait({self._listening})
