"""How long an event loop lets others wait, by the clock and by its own CPU time."""

import asyncio
import time
from collections.abc import Mapping
from selectors import DefaultSelector, SelectorKey

TICK = 0.010


class MeteredSelector(DefaultSelector):
    """Keeps of each turn of its loop how long it waited, and what CPU time it then took."""

    def __init__(self) -> None:
        super().__init__()
        self.turns: list[tuple[float, float]] = []
        self._waited = 0.0
        self._began = time.thread_time()

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        self.turns.append((self._waited, time.thread_time() - self._began))
        before = time.monotonic()
        found = super().select(timeout)
        self._waited, self._began = time.monotonic() - before, time.thread_time()
        return found

    def late(self) -> list[float]:
        """How late, in seconds, a tick every 10 ms would be if nobody else worked here."""
        late, now, due = list[float](), 0.0, TICK
        for waited, cost in self.turns:
            now += waited
            while due <= now:
                late.append(0.0)
                due += TICK
            now += cost
            due = note(late, due, now)
        return late


async def tick(late: list[float]) -> None:
    """Be there every 10 ms by the clock. A tick that was missed counts with its own lateness."""
    due = time.monotonic() + TICK
    while True:
        await asyncio.sleep(due - time.monotonic())
        due = note(late, due, time.monotonic())


def note(late: list[float], due: float, now: float) -> float:
    """Keep how late each tick up to now is, in seconds; gives when the next is due."""
    while due <= now:
        late.append(now - due)
        due += TICK
    return due


def told(seconds: list[float]) -> Mapping[str, float]:
    """In milliseconds."""
    ordered = sorted(one * 1000 for one in seconds) or [0.0]
    return {"p99": ordered[int(len(ordered) * 0.99)], "longest": ordered[-1]}
