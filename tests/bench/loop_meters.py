"""How long an event loop lets others wait, by the clock and by its own CPU time."""

import asyncio
import time
from collections.abc import Mapping
from selectors import DefaultSelector, SelectorKey

TICK = 0.010


class MeteredSelector(DefaultSelector):
    """Measures what each turn of its loop costs in CPU time: other work cannot lengthen that."""

    def __init__(self) -> None:
        super().__init__()
        self.turns: list[float] = []
        self._began = time.thread_time()

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        self.turns.append(time.thread_time() - self._began)
        found = super().select(timeout)
        self._began = time.thread_time()
        return found


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
