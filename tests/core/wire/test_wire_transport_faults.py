import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable

import httpx
import pytest

from kit.exchanges import SAY_HI
from kit.raw_server import (
    OK,
    STREAM,
    Peer,
    direct_client,
    framed,
    serving,
)
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.wire.causes import explain_exception
from quayside.app.core.wire.http_connection import HttpConnection
from quayside.app.core.wire.request import chat_request

BIG = b"x" * (16 * 1024 * 1024)


def kind_of(problem: Exception, base: str) -> str:
    lane = Lane(Path.SDK, "m", base)
    return explain_exception(lane, chat_request(lane, SAY_HI), problem).kind


async def saying_nothing(peer: Peer) -> None:
    await peer.request()
    await peer.wait_closed()


async def saying_half_a_head(peer: Peer) -> None:
    await peer.request()
    await peer.send(STREAM[:20])
    await peer.wait_closed()


async def saying_half_a_body(peer: Peer) -> None:
    await peer.request()
    await peer.send(STREAM + framed(b"hello", last=False))
    await peer.wait_closed()


PHASES = [saying_nothing, saying_half_a_head, saying_half_a_body]


@pytest.mark.parametrize("serve", PHASES)
@pytest.mark.parametrize("content", [b"", BIG], ids=["small", "big"])
async def test_cancelling_closes_the_socket_in_every_phase(
    serve: Callable[[Peer], Awaitable[None]], content: bytes
) -> None:
    begun = asyncio.Event()

    async def watched(peer: Peer) -> None:
        begun.set()
        await serve(peer)

    async with serving(watched) as server, direct_client() as one:
        task = asyncio.create_task(one.post(server.base, content=content))
        await begun.wait()
        for _ in range(20):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await server.hung_up.wait()
        assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_leaving_a_response_in_its_middle_closes_the_socket() -> None:
    async with serving(saying_half_a_body) as server, direct_client() as one:
        async with one.stream("GET", server.base) as response:
            async for piece in response.aiter_raw():
                assert piece == b"hello"
                break
        await server.hung_up.wait()


async def test_closing_the_client_ends_what_is_read_and_what_is_awaited() -> None:
    async with serving(saying_half_a_body) as server, direct_client() as one:
        async with one.stream("GET", server.base) as response:
            await one.aclose()
            with pytest.raises(httpx.ReadError):
                await response.aread()
        await server.hung_up.wait()


@pytest.mark.parametrize("said", [b"", STREAM[:9], STREAM, STREAM + framed(b"hello", last=False)])
async def test_a_server_that_crashes_is_told_with_the_systems_words(said: bytes) -> None:
    async def serve(peer: Peer) -> None:
        await peer.request()
        await peer.send(said)
        for _ in range(20):
            await asyncio.sleep(0)
        peer.reset()

    async with serving(serve) as server, direct_client() as one:
        with pytest.raises(httpx.ReadError) as lost:
            await one.get(server.base)
    assert isinstance(lost.value.__cause__, OSError)
    assert lost.value.__cause__.errno == errno.ECONNRESET
    assert kind_of(lost.value, server.base) == "connection-reset"


async def test_a_server_that_closes_before_it_is_asked_is_told() -> None:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    connection = HttpConnection(lambda closed: None)
    await connection.take_over(ours)
    theirs.close()
    await connection.settle()
    exchange = connection.begin("GET", 1.0)
    with pytest.raises(httpx.RemoteProtocolError, match="disconnected"):
        await exchange.head()


async def test_a_server_that_crashes_while_it_is_sent_to_is_told() -> None:
    async def serve(peer: Peer) -> None:
        await peer.reader.readexactly(1)
        peer.reset()

    async with serving(serve) as server, direct_client() as one:
        with pytest.raises(httpx.WriteError) as lost:
            await one.post(server.base, content=BIG)
    assert kind_of(lost.value, server.base) == "connection-reset"


async def test_an_answer_that_comes_before_the_request_is_whole_is_read() -> None:
    async def serve(peer: Peer) -> None:
        await peer.reader.readexactly(1)
        await peer.send(OK.replace(b"200 OK", b"413 Too Large"))
        await asyncio.sleep(3600)

    async with serving(serve) as server, direct_client() as one:
        response = await one.post(server.base, content=BIG)
        assert (response.status_code, response.text) == (413, "hi")


async def test_a_server_that_takes_nothing_meets_the_time_limit() -> None:
    async def serve(peer: Peer) -> None:
        await peer.reader.readexactly(1)
        await asyncio.sleep(3600)

    async with serving(serve) as server, direct_client() as one:
        with pytest.raises(httpx.WriteTimeout):
            await one.post(server.base, content=BIG, timeout=httpx.Timeout(None, write=0.02))
