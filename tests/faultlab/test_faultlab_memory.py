import asyncio
import gc
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kit.asking import Asker, Told
from kit.endless_answers import ENDLESS, MEGABYTE, Endless
from kit.misbehaving import Lab
from kit.raw_server import serving

CELLS = [pytest.param(one, way, id=f"{one.name}-{way}") for one in ENDLESS for way in one.ways]


class Forgetful(Told):
    """Counts what it is told: a text that grows is the reader's own."""

    def __setattr__(self, name: str, value: object) -> None:
        object.__setattr__(self, name, "" if name == "text" else value)


@pytest.mark.parametrize(("endless", "way"), CELLS)
async def test_what_has_no_end_is_held_within_bounds(endless: Endless, way: str) -> None:
    lab, told = Lab(endless.fault), Forgetful()
    async with asyncio.timeout(30), serving(lab.serve) as server:
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
