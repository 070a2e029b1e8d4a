"""A server on loopback that says exactly what a test wants it to say."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from quayside.app.core.wire.transport import DirectTransport

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
STREAM = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def framed(*pieces: bytes, last: bool = True) -> bytes:
    whole = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return whole + (b"0\r\n\r\n" if last else b"")


@dataclass
class Peer:
    """One connection, from the server's side."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def request(self) -> bytes:
        """The next request, head and body; empty where the client has closed."""
        try:
            head = await self.reader.readuntil(b"\r\n\r\n")
            if b"transfer-encoding: chunked" in head.lower():
                return head + await self.reader.readuntil(b"0\r\n\r\n")
            length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
            return head + await self.reader.readexactly(int(length or b"0"))
        except (asyncio.IncompleteReadError, ConnectionResetError):
            return b""

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        with suppress(ConnectionResetError, BrokenPipeError):
            await self.writer.drain()

    async def wait_closed(self) -> None:
        """Until the client has closed the connection."""
        with suppress(ConnectionResetError):
            while await self.reader.read(65536):
                pass

    def reset(self) -> None:
        """End the connection as a crashing server does."""
        one = self.writer.get_extra_info("socket")
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.writer.transport.abort()


Serve = Callable[[Peer], Awaitable[None]]


@dataclass
class RawServer:
    serve: Serve
    base: str = ""
    connections: int = 0
    ended: int = 0
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)
    serving: set["asyncio.Task[None] | None"] = field(default_factory=set)

    @property
    def port(self) -> int:
        return int(self.base.rpartition(":")[2])

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.serving.add(asyncio.current_task())
        try:
            await self.serve(Peer(reader, writer))
        except asyncio.CancelledError:
            # Whose test is over: a server waits for its connections from Python 3.12 on.
            return
        finally:
            self.serving.discard(asyncio.current_task())
            writer.close()
            self.ended += 1
            self.hung_up.set()


@asynccontextmanager
async def serving(
    serve: Serve,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    path: Path | None = None,
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[RawServer]:
    served = RawServer(serve)
    if path is not None:
        server = await asyncio.start_unix_server(served.take, path)
        served.base = "http://localhost"
    else:
        server = await asyncio.start_server(served.take, host, port, ssl=tls)
        port = server.sockets[0].getsockname()[1]
        served.base = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    async with server:
        try:
            yield served
        finally:
            for task in [*served.serving]:
                task.cancel()


async def always(peer: Peer) -> None:
    """Answer every request on a connection."""
    while await peer.request():
        await peer.send(OK)


@asynccontextmanager
async def direct_client(
    keep_alive: float = 60.0, path: str = ""
) -> AsyncIterator[httpx.AsyncClient]:
    """A client over the transport under test; what hangs for 20 s fails."""
    transport = DirectTransport(keep_alive=keep_alive, socket=path)
    async with asyncio.timeout(20), httpx.AsyncClient(transport=transport, timeout=None) as one:
        yield one


def closed_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def silent_port() -> Iterator[int]:
    """A port that neither accepts nor refuses: its queue is full."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        port = int(full.getsockname()[1])
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        try:
            yield port
        finally:
            for one in waiting:
                one.close()
