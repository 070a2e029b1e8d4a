"""A server of the fault lab: it says some bytes, right ones or wrong ones, then does something."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from kit.good_answers import Good, good_answer
from kit.raw_server import Peer

TURNS = 20
"""Of the loop, in which a client reads what was sent before the connection breaks."""


@dataclass
class LabPeer(Peer):
    """`stalled` is set once the server will say no more of its own."""

    stalled: asyncio.Event = field(default_factory=asyncio.Event)
    vanished: bool = False

    async def stall(self) -> None:
        self.stalled.set()
        await self.wait_closed()

    async def vanish(self) -> None:
        """A machine that is gone: nothing is read, nothing is closed."""
        self.vanished = True
        self.writer.transport.pause_reading()
        await self.stall()

    async def crash(self) -> None:
        for _ in range(TURNS):
            await asyncio.sleep(0)
        self.reset()

    async def close(self) -> None:
        """The connection ends when its server's work does."""


Fault = Callable[[LabPeer, Good], Awaitable[None]]
Saying = Callable[[Good], bytes]


def says(saying: Saying, then: Callable[[LabPeer], Awaitable[None]] = LabPeer.close) -> Fault:
    async def fault(peer: LabPeer, good: Good) -> None:
        await peer.send(saying(good))
        await then(peer)

    return fault


def answers(change: Callable[[Good], Good]) -> Fault:
    """Another answer, framed as it should be."""
    return says(lambda good: change(good).wire)


async def drips(peer: LabPeer, good: Good) -> None:
    for place in range(len(good.wire)):
        await peer.send(good.wire[place : place + 1])
        await asyncio.sleep(0)


async def drips_fields(peer: LabPeer, good: Good) -> None:
    """A head that never ends, a byte at a time."""
    for byte in good.head[:-2] + b"X-More: yes":
        await peer.send(bytes([byte]))
    await peer.stall()


def streams(before: Saying, blocks: Iterable[bytes]) -> Fault:
    """One block after the other, until the client hangs up; then silence."""

    async def fault(peer: LabPeer, good: Good) -> None:
        await peer.send(before(good))
        for block in blocks:
            await peer.send(block)
            if peer.writer.transport.is_closing():
                return
        await peer.stall()

    return fault


@dataclass
class Lab:
    """Serves every connection by `fault`; once it is None, as a healthy server does."""

    fault: Fault | None
    requests: list[bytes] = field(default_factory=list)
    stalled: asyncio.Event = field(default_factory=asyncio.Event)
    peers: list[LabPeer] = field(default_factory=list)

    async def _request(self, peer: LabPeer) -> bytes:
        """The next one; a handshake for TLS is answered as if it were a request."""
        first = await peer.reader.read(1)
        if first == b"\x16":
            return b"GET /version HTTP/1.1\r\n\r\n"
        return first + await peer.request() if first else b""

    def end(self) -> None:
        """Break what is still connected: a machine that had vanished is back."""
        for peer in self.peers:
            peer.writer.transport.abort()

    async def serve(self, peer: Peer) -> None:
        one = LabPeer(peer.reader, peer.writer, self.stalled)
        self.peers.append(one)
        while request := await self._request(one):
            self.requests.append(request)
            good = good_answer(request)
            if self.fault is not None:
                await self.fault(one, good)
                return
            await one.send(good.wire)
            if good.follows:
                await one.wait_closed()
