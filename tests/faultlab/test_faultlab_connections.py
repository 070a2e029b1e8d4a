import asyncio
import errno
import socket
from contextlib import suppress

import httpx
import pytest

from kit.asking import WAYS, WHOLE, Asker, Told
from kit.good_answers import Good
from kit.lab_case import TELLING
from kit.misbehaving import Lab, LabPeer, says
from kit.raw_server import serving
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.wire.causes import explain_exception
from quayside.app.core.wire.dialling import Place, dial
from quayside.app.core.wire.http_connection import HttpConnection

ENDING = [way for way in WAYS if way not in ("requests", "log")]
"""Those whose answer ends, so that its connection is kept for the next one."""


async def then_hangs_up(peer: LabPeer, good: Good) -> None:
    """Answers one request, takes the next one on the same connection, and ends."""
    await peer.send(good.wire)
    await peer.request()


@pytest.mark.parametrize("way", [way for way in ENDING if way != "runner's state"])
async def test_a_kept_connection_that_ends_at_the_next_request_is_told_and_not_asked_twice(
    way: str,
) -> None:
    lab = Lab(then_hangs_up)
    async with serving(lab.serve) as server:
        asker = Asker(way, server.base, 20.0)
        first, second = await asker.ask(Told()), await asker.ask(Told())
        lab.fault = None
        third = await asker.ask(Told())
        await asker.close()
    assert (first.text, third.text) == (WHOLE, WHOLE)
    assert second.failure is not None
    assert second.failure.kind in ("connection-reset", "pull-broken")
    assert server.connections == 2


@pytest.mark.parametrize("way", WAYS)
async def test_a_redirect_takes_nothing_to_another_server(way: str) -> None:
    other, lab = Lab(None), Lab(None)
    async with serving(other.serve) as elsewhere, serving(lab.serve) as server:
        moved = f"HTTP/1.1 307 Moved\r\nLocation: {elsewhere.base}/x\r\nContent-Length: 0\r\n\r\n"
        lab.fault = says(lambda _: moved.encode())
        asker = Asker(way, server.base, 20.0)
        told = await asker.ask(Told())
        await asker.close()
    assert told.failure is not None
    assert elsewhere.base in told.failure.summary
    assert (elsewhere.connections, len(lab.requests)) == (0, 1)


@pytest.mark.parametrize("way", TELLING)
async def test_one_that_breaks_leaves_another_alone_that_is_answered_at_the_same_time(
    way: str,
) -> None:
    lab = Lab(says(lambda good: good.begun, LabPeer.stall))
    async with serving(lab.serve) as server:
        asker, slow = Asker(way, server.base, 20.0), Told()
        waiting = asyncio.create_task(asker.ask(slow))
        await lab.stalled.wait()
        lab.fault = says(lambda good: good.head, LabPeer.crash)
        broken = await asker.ask(Told())
        assert broken.failure is not None
        assert not waiting.done()
        waiting.cancel()
        with suppress(asyncio.CancelledError):
            await waiting
        await asker.close()
    assert slow.failure is None


async def test_a_silent_connection_is_asked_for_a_sign_of_life() -> None:
    async with serving(Lab(None).serve) as server:
        with await dial(Place("127.0.0.1", server.port), 5.0) as one:
            assert one.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)


async def test_a_machine_that_gave_no_sign_of_life_is_told_as_gone() -> None:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with theirs:
        connection = HttpConnection(lambda closed: None)
        await connection.take_over(ours)
        exchange = connection.begin("GET", None)
        connection.connection_lost(TimeoutError(errno.ETIMEDOUT, "Connection timed out"))
        with pytest.raises(httpx.HTTPError) as lost:
            await exchange.head()
        connection.abort()
    failure = explain_exception(Lane(Path.SDK, "m", "http://gpu-box:1"), None, lost.value)
    assert (failure.kind, failure.summary) == ("connection-lost", "gpu-box:1 is gone")
