"""Follows a child process: drains its output, keeps the last lines, ticks while it runs."""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable

from ..children import Child

KEPT_LINES = 60


class ChildWatch:
    """Reads a child's lines in the background; a child that nobody reads would stall."""

    def __init__(self, child: Child, on_line: Callable[[str], None] | None = None) -> None:
        self._child = child
        self._on_line = on_line
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._reading = asyncio.create_task(self._read())

    @property
    def ended(self) -> bool:
        """Whether all output has been read, which is when the child has ended."""
        return self._reading.done()

    @property
    def lines(self) -> tuple[str, ...]:
        """The last lines of output, oldest first."""
        return tuple(self._lines)

    async def ticks(self, seconds: float) -> AsyncGenerator[float, None]:
        """Seconds since the start, at once and then every `seconds`, until the child has ended."""
        started = time.monotonic()
        while not self.ended:
            yield time.monotonic() - started
            await asyncio.wait({self._reading}, timeout=seconds)

    async def stop(self) -> None:
        """End the child and the reading; harmless when both have ended."""
        self._reading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._reading
        await self._child.stop()

    async def exit_status(self) -> int | None:
        """The status of an ended child."""
        await self._reading
        await self._child.stop()
        return self._child.exit_status

    async def _read(self) -> None:
        while (line := await self._child.read_line()) is not None:
            self._lines.append(line)
            if self._on_line is not None:
                self._on_line(line)
