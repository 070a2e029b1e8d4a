"""One beat for all views that are being written, so that painting never starves the reading."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

FRAME_SECONDS = 1 / 15
# The share of the time that painting may take.
_SHARE = 0.34


class Clock(Protocol):
    """Calls each waiting `draw` once at the next frame."""

    def request(self, draw: Callable[[], None]) -> None: ...

    def cancel(self, draw: Callable[[], None]) -> None: ...

    def spent(self, seconds: float) -> None: ...


class FrameClock:
    """A clock on the running event loop; it ticks only while somebody waits.

    A frame comes no earlier than `interval` seconds after the last one, later when that was dear.
    """

    def __init__(self, interval: float = FRAME_SECONDS) -> None:
        self._interval = interval
        self._waiting: dict[Callable[[], None], None] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._not_before = 0.0

    def request(self, draw: Callable[[], None]) -> None:
        """Have `draw` called at the next frame. Asking twice is asking once."""
        self._waiting[draw] = None
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_at(max(loop.time(), self._not_before), self._tick)

    def cancel(self, draw: Callable[[], None]) -> None:
        self._waiting.pop(draw, None)

    def spent(self, seconds: float) -> None:
        """Say what drawing cost, so that the next frame leaves room for other work."""
        self._not_before += max(0.0, seconds / _SHARE - self._interval)

    def _tick(self) -> None:
        self._timer = None
        self._not_before = asyncio.get_running_loop().time() + self._interval
        waiting, self._waiting = self._waiting, {}
        for draw in waiting:
            draw()
