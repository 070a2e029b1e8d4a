"""One connection to a server: bytes are stamped where the system hands them over."""

import asyncio
import socket
import time
from collections.abc import AsyncIterable, Callable

import httpx

from .http_exchange import HttpExchange


class HttpConnection(asyncio.Protocol):
    """Serves one exchange at a time; `closed` is called once, when the socket is gone."""

    def __init__(self, closed: Callable[["HttpConnection"], None]) -> None:
        self.open = True
        self.sent_at: float | None = None
        """When the request's last byte was handed to the system; None before."""
        self._closed = closed
        self._transport: asyncio.Transport | None = None
        self._exchange: HttpExchange | None = None
        self._handed_at = 0.0
        self._full = False

    async def take_over(self, one: socket.socket) -> None:
        """Use a connected socket, which belongs to the connection from here on."""
        try:
            await asyncio.get_running_loop().create_connection(lambda: self, sock=one)
        except BaseException:
            one.close()
            self._closed(self)
            raise

    def begin(self, method: str, read_seconds: float | None) -> HttpExchange:
        assert self._transport is not None
        self.sent_at = None
        self._exchange = HttpExchange(self._transport, method, read_seconds)
        if not self.open:
            self._exchange.end(time.monotonic())
        return self._exchange

    async def send(self, parts: AsyncIterable[bytes], write_seconds: float | None) -> None:
        """Write the request; ends early where the server answers before it has it all.

        Raises `httpx.WriteTimeout`.
        """
        assert self._exchange is not None
        async for part in parts:
            if self._exchange.answered:
                return
            self._write(part)
            await self._handed_over(self._exchange, write_seconds)
            if self._full:
                return
        self.sent_at = self._handed_at

    async def settle(self) -> None:
        """Let the loop look at the socket: a server that has closed it shows in `open`."""
        # The first turn may have begun before the loop asked the system, the second has not.
        for _ in range(2):
            await asyncio.sleep(0)

    def finish(self) -> bool:
        """The exchange is over; gives whether another one can follow. If not, it closes."""
        exchange, self._exchange = self._exchange, None
        fit = exchange is not None and exchange.reusable and self.sent_at is not None
        if not fit or not self.open:
            self.abort()
            return False
        assert self._transport is not None
        self._transport.resume_reading()
        return True

    def abort(self) -> None:
        """Close the socket at once; what was not read or sent is lost."""
        self.open = False
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        # With no room to wait in, a full buffer tells when its last byte has gone.
        transport.set_write_buffer_limits(high=0)

    def data_received(self, data: bytes) -> None:
        at = time.monotonic()
        if self._exchange is None:
            # Nothing was asked: what comes would be taken for the next answer.
            self.abort()
        else:
            self._exchange.take(at, data)

    def eof_received(self) -> None:
        self.open = False
        if self._exchange is not None:
            self._exchange.end(time.monotonic())

    def pause_writing(self) -> None:
        self._full = True

    def resume_writing(self) -> None:
        self._handed_at, self._full = time.monotonic(), False
        if self._exchange is not None:
            self._exchange.wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self.open = False
        if self._exchange is not None:
            self._exchange.fail(self._lost(exc))
        self._closed(self)

    def _write(self, part: bytes) -> None:
        assert self._transport is not None
        self._transport.write(part)
        if not self._full:
            self._handed_at = time.monotonic()

    async def _handed_over(self, exchange: HttpExchange, seconds: float | None) -> None:
        """Wait until the system has taken what was written, or nobody wants it any more."""
        try:
            while self._full and not exchange.answered:
                await exchange.changed(seconds)
        except TimeoutError as problem:
            raise httpx.WriteTimeout(f"nothing could be sent in {seconds} s") from problem

    def _lost(self, exc: Exception | None) -> Exception:
        if exc is None:
            return httpx.ReadError("the connection was closed here")
        kind = httpx.WriteError if self.sent_at is None else httpx.ReadError
        lost = kind(str(exc))
        lost.__cause__ = exc
        return lost
