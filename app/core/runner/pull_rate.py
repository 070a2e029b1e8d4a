"""How quick a pull is just now."""

from collections import deque
from collections.abc import Callable

WINDOW = 5.0
"""Seconds that the speed is taken over; a shorter one jumps, a longer one hides a stall."""


class PullRate:
    """Bytes a second over the last seconds. What a resumed pull had before does not count."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._marks: deque[tuple[float, int]] = deque()

    def after(self, done: int) -> float:
        """The speed, now that `done` bytes have come; 0 until it is known."""
        now = self._clock()
        if self._marks and done < self._marks[-1][1]:
            self._marks.clear()
        self._marks.append((now, done))
        while len(self._marks) > 2 and now - self._marks[1][0] > WINDOW:
            self._marks.popleft()
        (began, before), passed = self._marks[0], now - self._marks[0][0]
        return (done - before) / passed if passed > 0 and began < now else 0.0
