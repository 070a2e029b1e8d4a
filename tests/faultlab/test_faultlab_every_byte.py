import asyncio
from collections.abc import Awaitable, Callable

import pytest

from kit.asking import WAYS, WHOLE, Asker, Told
from kit.misbehaving import Lab, LabPeer, says
from kit.raw_server import serving

ENDINGS = {"closed": LabPeer.close, "reset": LabPeer.crash}
LONGEST = 2000
"""Bytes of an answer here are fewer."""
TOLD = {"connection-reset", "answer-cut", "truncated-stream", "pull-broken"}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("ending", ENDINGS)
async def test_wherever_a_connection_breaks_it_is_told_and_no_word_is_lost(
    way: str, ending: str
) -> None:
    async with asyncio.timeout(60):
        told = [one async for one in _broken_everywhere(way, ENDINGS[ending])]
    texts = [one.text for one in told]
    assert all(WHOLE.startswith(text) for text in texts)
    assert [len(text) for text in texts] == sorted(len(text) for text in texts)
    failures = [one.failure for one in told]
    assert {failure.kind for failure in failures if failure is not None} <= TOLD
    assert [one.text for one in told if one.failure is None] == [WHOLE] * failures.count(None)
    assert failures[0] is not None


async def _broken_everywhere(way: str, ending: Callable[[LabPeer], Awaitable[None]]):
    """What one client is told, each time with one byte more."""
    lab = Lab(None)
    async with serving(lab.serve) as server:
        asker = Asker(way, server.base, 20.0)
        for place in range(LONGEST):
            lab.fault = says(lambda good, place=place: good.wire[:place], ending)
            told = await asker.ask(Told())
            yield told
            if told.failure is None:
                break
            for _ in range(3):
                await asyncio.sleep(0)
        await asker.close()
