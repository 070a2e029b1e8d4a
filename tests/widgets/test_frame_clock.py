import asyncio
from itertools import pairwise

from quayside.widgets.frame_clock import FrameClock


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop whose time jumps to the next timer instead of waiting for it."""

    now = 0.0

    def time(self) -> float:
        return self.now

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:
            self.now = max(self.now, self._scheduled[0]._when)
        super()._run_once()


def drawn_at(cost: float, seconds: float = 1.0) -> list[float]:
    loop = VirtualLoop()
    times: list[float] = []

    async def stream() -> None:
        clock = FrameClock(interval=0.1)

        def draw() -> None:
            times.append(loop.time())
            clock.spent(cost)

        while loop.time() < seconds:
            clock.request(draw)
            clock.request(draw)
            await asyncio.sleep(0.01)
        clock.cancel(draw)

    try:
        loop.run_until_complete(stream())
    finally:
        loop.close()
    return times


def test_a_burst_of_requests_is_one_frame_an_interval():
    times = drawn_at(cost=0)
    assert times[0] == 0
    assert 9 <= len(times) <= 11
    assert all(later - sooner >= 0.099 for sooner, later in pairwise(times))


def test_dear_frames_come_further_apart():
    assert len(drawn_at(cost=0.17)) <= 3
