import asyncio
import socket
import time
from itertools import pairwise
from pathlib import Path as FilePath

import httpx
import pytest

from kit.engine_transport import DONE, Answer, EngineTransport, chunk
from kit.exchanges import JSON, LANE, SAY_HI, told
from kit.raw_server import OK, STREAM, Peer, always, direct_client, framed, serving
from quayside.app.core.events import (
    BytesReceived,
    Event,
    Failed,
    Finished,
    HeadersReceived,
    ReplyOpened,
    TextDelta,
)
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.wire.address import parse_engine_base
from quayside.app.core.wire.client import EngineClient
from quayside.app.core.wire.connections import open_client
from quayside.app.core.wire.stamps import Stamps, stamps_of

EVENTS = STREAM.replace(b"\r\n\r\n", b"\r\nContent-Type: text/event-stream\r\n\r\n")
BIG = b"x" * (16 * 1024 * 1024)


def stamps(response: httpx.Response) -> Stamps:
    found = stamps_of(response)
    assert found is not None
    return found


async def test_stamps_come_in_the_order_in_which_things_happen() -> None:
    async def serve(peer: Peer) -> None:
        await peer.request()
        for piece in (STREAM, framed(b"a", last=False), framed(b"b", last=False), b"0\r\n\r\n"):
            await peer.send(piece)
            await asked.wait()
            asked.clear()

    asked = asyncio.Event()
    began = time.monotonic()
    async with (
        serving(serve) as server,
        direct_client() as one,
        one.stream("POST", server.base, content=b"x") as response,
    ):
        seen = stamps(response)
        moments = [began, seen.connecting_at, seen.connected_at, seen.sent_at]
        moments += [seen.first_byte_at, seen.piece_at]
        asked.set()
        async for _ in response.aiter_raw():
            moments.append(seen.piece_at)
            asked.set()
        asked.set()
        moments += [seen.piece_at, time.monotonic()]
    assert all(earlier <= later for earlier, later in pairwise(moments))
    assert len(set(moments[5:])) > 3
    assert not seen.reused
    assert seen.connection().seconds == seen.connected_at - seen.connecting_at > 0


async def test_a_connection_that_is_used_again_took_no_time_to_connect() -> None:
    async with serving(always) as server, direct_client() as one:
        await one.get(server.base)
        second = stamps(await one.get(server.base)).connection()
    assert second.reused
    assert second.seconds == 0.0


async def test_a_piece_has_the_stamp_of_its_reading_not_of_its_use() -> None:
    async def serve(peer: Peer) -> None:
        await peer.request()
        await peer.send(STREAM + framed(b"a", b"b", last=False))
        await peer.send(framed(b"c"))

    async with (
        serving(serve) as server,
        direct_client() as one,
        one.stream("GET", server.base) as response,
    ):
        for _ in range(100):
            await asyncio.sleep(0)
        late = time.monotonic()
        async for _ in response.aiter_raw():
            assert stamps(response).piece_at < late


async def test_an_interim_response_is_not_the_first_byte() -> None:
    async def serve(peer: Peer) -> None:
        await peer.request()
        await peer.send(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 102 Proc")
        for _ in range(50):
            await asyncio.sleep(0)
        final.append(time.monotonic())
        await peer.send(b"essing\r\n\r\n")
        await peer.send(OK)

    final: list[float] = []
    async with serving(serve) as server, direct_client() as one:
        assert stamps(await one.get(server.base)).first_byte_at >= final[0]


def more_than_the_system_takes() -> int:
    one, other = socket.socketpair(socket.AF_UNIX)
    with one, other:
        one.setblocking(False)
        return one.send(BIG) + 20_000


async def test_a_request_is_sent_when_its_last_byte_has_gone(tmp_path: FilePath) -> None:
    loop, path = asyncio.get_running_loop(), str(tmp_path / "engine.sock")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        listening.setblocking(False)
        async with direct_client(path=path) as one:
            body = b"x" * more_than_the_system_takes()
            asking = asyncio.create_task(one.post("http://localhost/", content=body))
            peer, _ = await loop.sock_accept(listening)
            for _ in range(50):
                await asyncio.sleep(0)
            reading, came = time.monotonic(), 0
            while came <= len(body):
                came += len(await loop.sock_recv(peer, 65536))
            await loop.sock_sendall(peer, OK)
            seen = stamps(await asking)
            peer.close()
    assert seen.connected_at < reading < seen.sent_at <= seen.first_byte_at


async def test_an_early_answer_ends_the_sending() -> None:
    async def serve(peer: Peer) -> None:
        await peer.reader.readexactly(1)
        await peer.send(OK)
        await asyncio.sleep(3600)

    async with serving(serve) as server, direct_client() as one:
        seen = stamps(await one.post(server.base, content=BIG))
    assert seen.sent_at == seen.first_byte_at


async def reply_of(*packets: bytes, raw: bool = False) -> list[list[Event]]:
    async def serve(peer: Peer) -> None:
        while await peer.request():
            await peer.send(b"".join(packets))

    replies: list[list[Event]] = []
    engine = EngineClient(raw=raw)
    async with serving(serve) as server:
        lane = Lane(Path.SDK, "m", server.base)
        for _ in range(2):
            replies.append([event async for event in engine.reply(lane, SAY_HI)])
        await engine.close()
    return replies


async def test_a_reply_tells_how_its_request_got_onto_the_wire() -> None:
    body = framed(chunk() + chunk("a"), chunk("b", "stop"), DONE)
    first, second = await reply_of(EVENTS, body)
    heads = [one for reply in (first, second) for one in reply if isinstance(one, HeadersReceived)]
    assert [one.connection and one.connection.reused for one in heads] == [False, True]
    assert all(one.connection and one.connection.sent_at <= one.at for one in heads)
    for reply in (first, second):
        assert isinstance(reply[-1], Finished)
        times = [one.at for one in reply]
        assert times == sorted(times)
    opened, first_delta = (
        next(one.at for one in first if isinstance(one, kind)) for kind in (ReplyOpened, TextDelta)
    )
    assert opened == first_delta


async def test_raw_bytes_are_told_to_who_asks_for_them_and_before_their_events() -> None:
    body = chunk("a", "stop") + DONE + b": bye\n\n"
    for reply in await reply_of(EVENTS, framed(body), raw=True):
        kinds = [type(one) for one in reply]
        assert b"".join(one.data for one in reply if isinstance(one, BytesReceived)) == body
        assert kinds.index(BytesReceived) < kinds.index(TextDelta)
        assert isinstance(reply[-1], Finished)
    assert not [one for one in (await reply_of(EVENTS, framed(body)))[0] if "Bytes" in repr(one)]


@pytest.mark.parametrize(
    "answer",
    [
        Answer([b'{"error":', b'"no"}'], 500, JSON),
        Answer([b"<html>", b"</html>"], headers=(("content-type", "text/html"),)),
        Answer([b'{"choices":[{"message":', b'{"content":"a"}}]}'], headers=JSON),
        Answer([chunk("a", "stop"), DONE, b": bye\n\n"]),
    ],
)
async def test_every_kind_of_body_is_told_raw(answer: Answer) -> None:
    engine = EngineClient(EngineTransport([answer]).for_any(), raw=True)
    events = [event async for event in engine.reply(LANE, SAY_HI)]
    await engine.close()
    assert [one.data for one in events if isinstance(one, BytesReceived)] == list(answer.pieces)
    assert isinstance(events[-1], Finished | Failed)


async def test_another_transport_tells_nothing_of_the_connection() -> None:
    events = await told(EngineTransport([Answer([chunk("a", "stop"), DONE])]))
    assert [one.connection for one in events if isinstance(one, HeadersReceived)] == [None]


@pytest.mark.parametrize(("exempt", "direct"), [("", False), ("engine.invalid", True)])
async def test_a_web_proxy_from_the_environment_is_httpxs_own_way(
    exempt: str, direct: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(always) as server:
        monkeypatch.setenv("HTTP_PROXY", server.base)
        monkeypatch.setenv("NO_PROXY", exempt)
        async with open_client(parse_engine_base("http://engine.invalid:1")) as one:
            if direct:
                with pytest.raises(httpx.ConnectError):
                    await one.get("http://engine.invalid:1/")
            else:
                assert stamps_of(await one.get("http://engine.invalid:1/")) is None
        async with open_client(parse_engine_base(server.base)) as one:
            assert stamps_of(await one.get(server.base)) is not None
