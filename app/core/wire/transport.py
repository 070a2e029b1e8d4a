"""Plain HTTP/1.1 for httpx, over TCP and unix sockets, with stamps taken at the socket.

Requests, headers, cookies, redirects and responses stay httpx's. Other ways, such as TLS and
web proxies, are left to httpx's own transport, which costs several times as much a chunk.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial

import httpx

from .dialling import Place, dial
from .http_connection import HttpConnection
from .http_exchange import HttpExchange
from .http_request import closes, request_parts
from .idle_connections import IdleConnections
from .stamps import EXTENSION, Stamps


class DirectTransport(httpx.AsyncBaseTransport):
    """Any number of connections, each serving one request at a time; nothing is sent twice."""

    def __init__(self, *, keep_alive: float, socket: str = "") -> None:
        """`keep_alive` is how long an unused connection stays open, in seconds.

        With `socket`, the path of a unix socket, every request goes there, whatever
        host its URL names.
        """
        self._socket = socket
        self._idle = IdleConnections(keep_alive)
        self._all: set[HttpConnection] = set()
        self._closed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises httpx's own exceptions for what goes wrong on the way."""
        if request.url.scheme != "http":
            raise httpx.UnsupportedProtocol(f"only http:// is spoken here: {request.url.scheme}")
        place = Place(request.url.host, request.url.port or 80, self._socket)
        seconds = _Seconds(**request.extensions.get("timeout", {}))
        began = time.monotonic()
        connection, reused = await self._connection(place, seconds.connect)
        connected_at = began if reused else time.monotonic()
        try:
            exchange = connection.begin(request.method, seconds.read)
            async with aclosing(request_parts(request)) as parts:
                await connection.send(parts, seconds.write)
            head = await exchange.head()
        except BaseException:
            connection.abort()
            raise
        stamps = _stamps(began, connected_at, reused, connection, exchange)
        over = partial(self._over, place, connection, closes(request))
        return httpx.Response(
            head.status,
            headers=head.fields,
            stream=_Pieces(exchange, stamps, over),
            extensions={
                "http_version": head.version,
                "reason_phrase": head.reason,
                EXTENSION: stamps,
            },
        )

    async def aclose(self) -> None:
        """Close every connection at once; responses that are still read end as failures."""
        self._closed = True
        for connection in list(self._all):
            connection.abort()
        # The sockets are closed in the loop's next turn.
        await asyncio.sleep(0)

    async def _connection(self, place: Place, seconds: float | None) -> tuple[HttpConnection, bool]:
        """A connection, and whether it was used before."""
        while (kept := self._idle.take(place)) is not None:
            await kept.settle()
            if kept.open:
                return kept, True
        one = await dial(place, seconds)
        connection = HttpConnection(self._forget)
        self._all.add(connection)
        await connection.take_over(one)
        if self._closed:
            connection.abort()
            raise httpx.ConnectError("the client was closed while it connected")
        return connection, False

    def _over(self, place: Place, connection: HttpConnection, last: bool) -> None:
        if last:
            connection.abort()
        elif connection.finish():
            self._idle.put(place, connection)

    def _forget(self, connection: HttpConnection) -> None:
        self._all.discard(connection)
        self._idle.forget(connection)


@dataclass(frozen=True, slots=True)
class _Seconds:
    """Time limits as httpx hands them over; None waits for ever."""

    connect: float | None = None
    read: float | None = None
    write: float | None = None
    pool: float | None = None


class _Pieces(httpx.AsyncByteStream):
    def __init__(self, exchange: HttpExchange, stamps: Stamps, over: Callable[[], None]) -> None:
        self._exchange = exchange
        self._stamps = stamps
        self._over: Callable[[], None] | None = over

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (one := await self._exchange.next_piece()) is not None:
            self._stamps.piece_at, piece = one
            yield piece
        self._stamps.piece_at = self._exchange.ended_at or self._stamps.piece_at

    async def aclose(self) -> None:
        over, self._over = self._over, None
        if over is not None:
            over()


def _stamps(
    began: float,
    connected_at: float,
    reused: bool,
    connection: HttpConnection,
    exchange: HttpExchange,
) -> Stamps:
    first_byte_at = exchange.first_byte_at or connected_at
    sent_at = connection.sent_at or first_byte_at
    return Stamps(
        connecting_at=began,
        connected_at=connected_at,
        reused=reused,
        # A server may answer before it has the whole request.
        sent_at=min(sent_at, first_byte_at),
        first_byte_at=first_byte_at,
        piece_at=first_byte_at,
    )
