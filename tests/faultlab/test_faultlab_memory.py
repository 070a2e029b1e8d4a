import asyncio
import gc
import tracemalloc
from collections.abc import Iterator
from contextlib import aclosing, contextmanager

import pytest

from kit.asking import Asker, Told
from kit.endless_answers import ENDLESS, MEGABYTE, Endless, again, headed
from kit.engine_transport import chunk
from kit.exchanges import SAY_HI
from kit.misbehaving import Lab, streams
from kit.raw_server import serving
from quayside.app.core.events import TextDelta
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.wire.client import EngineClient

CELLS = [pytest.param(one, way, id=f"{one.name}-{way}") for one in ENDLESS for way in one.ways]


class Forgetful(Told):
    """Counts what it is told: a text that grows is the reader's own."""

    def __setattr__(self, name: str, value: object) -> None:
        object.__setattr__(self, name, "" if name == "text" else value)


@pytest.mark.parametrize(("endless", "way"), CELLS)
async def test_what_has_no_end_is_held_within_bounds(endless: Endless, way: str) -> None:
    lab, told = Lab(endless.fault), Forgetful()
    async with asyncio.timeout(120), serving(lab.serve) as server:
        asker = Asker(way, server.base, 20.0)
        with held_at_most(endless.bound(way)):
            asking = asyncio.create_task(asker.ask(told))
            if way in endless.waits:
                await lab.stalled.wait()
                assert not asking.done()
                asking.cancel()
            await asyncio.wait({asking})
        await asker.close()
    assert asking.cancelled() or told.failure is not None
    if told.failure is not None:
        assert told.failure.kind != "timeout"
        assert len(repr(told.failure)) < MEGABYTE // 2


@contextmanager
def held_at_most(megabytes: int) -> Iterator[None]:
    gc.collect()
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < megabytes * MEGABYTE
    finally:
        tracemalloc.stop()


async def test_a_reader_that_takes_its_time_holds_the_server_back() -> None:
    sent = Sent()
    lab = Lab(streams(headed(), sent))
    async with asyncio.timeout(120), serving(lab.serve) as server:
        client = EngineClient()
        lane = Lane(Path.SDK, "ai/smollm2", server.base)
        async with aclosing(client.reply(lane, SAY_HI)) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    break
            await sent.stands_still()
        await client.close()
    assert sent.size < 30 * MEGABYTE


class Sent:
    """Good words, 100 MB of them, counted as they go."""

    def __init__(self) -> None:
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        for block in again(chunk("words "), 100 * MEGABYTE):
            self.size += len(block)
            yield block

    async def stands_still(self) -> None:
        before = -1
        while before != self.size:
            before = self.size
            for _ in range(500):
                await asyncio.sleep(0)
