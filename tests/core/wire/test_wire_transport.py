import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from kit.raw_server import OK, STREAM, Peer, always, direct_client, framed, serving
from quayside.app.core.wire.http_exchange import HELD_LIMIT

MIB = 1024 * 1024


def base_of(listening: socket.socket) -> str:
    return f"http://127.0.0.1:{listening.getsockname()[1]}"


async def test_one_connection_serves_one_request_after_another() -> None:
    async with serving(always) as server, direct_client() as one:
        for _ in range(3):
            response = await one.post(f"{server.base}/a?b=c", content=b"body")
            assert (response.status_code, response.text) == (200, "hi")
            assert (response.http_version, response.reason_phrase) == ("HTTP/1.1", "OK")
        assert server.connections == 1


async def test_what_is_sent_is_what_httpx_asked_for() -> None:
    seen: list[bytes] = []

    async def serve(peer: Peer) -> None:
        while seen_one := await peer.request():
            seen.append(seen_one)
            await peer.send(OK)

    async def pieces() -> AsyncIterator[bytes]:
        for piece in (b"ab", b"", b"c"):
            yield piece

    async with serving(serve) as server, direct_client() as one:
        await one.post(f"{server.base}/p%20q?x=y", content=b"abc", headers={"X-Odd": "v"})
        await one.put(f"{server.base}/", content=pieces())
        await one.get(server.base)
    assert seen[0].startswith(b"POST /p%20q?x=y HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"\r\nX-Odd: v\r\n" in seen[0]
    assert seen[0].endswith(b"\r\n\r\nabc")
    assert seen[1].endswith(b"\r\n\r\n" + framed(b"ab", b"c"))
    assert seen[2].startswith(b"GET / HTTP/1.1\r\n")


@pytest.mark.parametrize(
    "answer",
    [
        OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"),
        OK.replace(b"HTTP/1.1", b"HTTP/1.0"),
        OK + b"HTTP/1.1 200 OK\r\n\r\n",
    ],
)
async def test_a_connection_that_may_not_be_used_again_is_closed(answer: bytes) -> None:
    async def serve(peer: Peer) -> None:
        await peer.request()
        await peer.send(answer)
        await peer.wait_closed()

    async with serving(serve) as server, direct_client() as one:
        assert (await one.get(server.base)).text == "hi"
        await server.hung_up.wait()
        assert (await one.get(server.base)).text == "hi"
        assert server.connections == 2


async def test_a_request_may_ask_for_a_connection_of_its_own() -> None:
    async with serving(always) as server, direct_client() as one:
        for _ in range(2):
            await one.get(server.base, headers={"Connection": "close"})
        assert server.connections == 2


async def test_a_connection_closed_since_the_loop_last_looked_is_not_used() -> None:
    loop = asyncio.get_running_loop()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        async with direct_client() as one:
            for _ in range(3):
                asking = asyncio.create_task(one.get(base_of(listening)))
                peer, _ = await loop.sock_accept(listening)
                await loop.sock_recv(peer, 65536)
                await loop.sock_sendall(peer, OK)
                assert (await asking).text == "hi"
                peer.close()


async def test_bytes_that_nobody_asked_for_are_not_the_next_answer() -> None:
    async def serve(peer: Peer) -> None:
        await peer.request()
        await peer.send(OK)
        await asked.wait()
        await peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
        await peer.wait_closed()

    asked = asyncio.Event()
    async with serving(serve) as server, direct_client() as one:
        await one.get(server.base)
        asked.set()
        await server.hung_up.wait()
        assert (await one.get(server.base)).text == "hi"


@pytest.mark.parametrize("keep_alive", [0.0, 0.02])
async def test_an_idle_connection_is_closed_after_its_time(keep_alive: float) -> None:
    async with serving(always) as server, direct_client(keep_alive) as one:
        await one.get(server.base)
        await server.hung_up.wait()


async def test_a_hundred_requests_run_side_by_side_and_few_connections_are_kept() -> None:
    together = asyncio.Barrier(100)

    async def serve(peer: Peer) -> None:
        while await peer.request():
            await together.wait()
            await peer.send(OK)

    async with serving(serve) as server, direct_client() as one:
        answers = await asyncio.gather(*(one.get(server.base) for _ in range(100)))
        assert {answer.text for answer in answers} == {"hi"}
        assert server.connections == 100
        for _ in range(100):
            await asyncio.sleep(0)
        assert server.ended == 80


@pytest.mark.parametrize("many", [1, 3])
async def test_a_unix_socket_takes_every_request(tmp_path: Path, many: int) -> None:
    path = tmp_path / "engine.sock"
    async with serving(always, path=path) as server, direct_client(path=str(path)) as one:
        for number in range(many):
            assert (await one.get(f"http://host{number}.invalid/")).text == "hi"
        assert server.connections == many


async def test_an_address_of_version_6_is_reached() -> None:
    if not socket.has_ipv6:
        pytest.skip("this system has no IPv6")
    async with serving(always, host="::1") as server, direct_client() as one:
        assert (await one.get(server.base)).text == "hi"


async def test_a_head_that_comes_slowly_is_waited_for() -> None:
    async def serve(peer: Peer) -> None:
        await peer.request()
        for place in range(len(OK)):
            await peer.send(OK[place : place + 1])
            await asyncio.sleep(0)

    async with serving(serve) as server, direct_client() as one:
        assert (await one.get(server.base)).text == "hi"


async def test_time_limits_are_kept_where_they_are_given() -> None:
    async def serve(peer: Peer) -> None:
        await peer.request()
        await peer.send(STREAM)
        await peer.wait_closed()

    async with serving(serve) as server, direct_client() as one:
        limit = httpx.Timeout(None, read=0.02)
        with pytest.raises(httpx.ReadTimeout):
            await one.get(server.base, timeout=limit)
        await server.hung_up.wait()


async def test_a_reader_who_is_slow_makes_the_server_wait(tmp_path: Path) -> None:
    sent = 0

    async def serve(peer: Peer) -> None:
        nonlocal sent
        await peer.request()
        await peer.send(STREAM)
        for _ in range(32):
            await peer.send(framed(b"x" * MIB, last=False))
            sent += 1
        await peer.send(b"0\r\n\r\n")

    path = tmp_path / "engine.sock"
    async with serving(serve, path=path) as server, direct_client(path=str(path)) as one:
        async with one.stream("GET", server.base) as response:
            for _ in range(2000):
                await asyncio.sleep(0)
            assert sent * MIB < 4 * HELD_LIMIT
            assert len(await response.aread()) == 32 * MIB
        assert (await one.get(server.base)).status_code == 200


async def test_only_plain_http_is_spoken() -> None:
    async with direct_client() as one:
        with pytest.raises(httpx.UnsupportedProtocol):
            await one.get("https://127.0.0.1:1/")


@pytest.mark.parametrize(
    "odd",
    [
        {"headers": {"Authorization": "Bearer sk-1\r\nX: y"}},
        {"headers": {"Authorization": "Bearer sk-1 "}},
        {"headers": {"X y": "sk-1"}},
        {"headers": {"Content-Length": "3"}, "content": b"sk-1"},
        {"headers": {"Content-Length": "9"}, "content": b"sk-1"},
        {"headers": {"Content-Length": "x"}, "content": b"sk-1"},
        {"headers": {"Transfer-Encoding": "gzip"}, "content": b"sk-1"},
        {"headers": {"Transfer-Encoding": "chunked", "Content-Length": "4"}, "content": b"sk-1"},
    ],
)
async def test_a_request_that_http_cannot_carry_is_not_sent(odd: dict) -> None:
    seen: list[bytes] = []

    async def serve(peer: Peer) -> None:
        seen.append(await peer.request())

    async with serving(serve) as server, direct_client() as one:
        with pytest.raises(httpx.LocalProtocolError) as refused:
            await one.request("POST", server.base, **odd)
        assert "sk-1" not in str(refused.value)
        await server.hung_up.wait()
    assert seen == [b""]
