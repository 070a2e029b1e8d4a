"""What comes back for one request, held until its reader takes it."""

import asyncio
from collections import deque

import httpx

from .http_body import BrokenBody
from .http_head import ResponseHead
from .http_response import ResponseParser

HELD_LIMIT = 1024 * 1024
"""Bytes that wait for a slow reader before the server is made to wait as well."""


class HttpExchange:
    """One response while it comes in; one task reads it."""

    def __init__(
        self, transport: asyncio.Transport, method: str, read_seconds: float | None = None
    ) -> None:
        self.first_byte_at: float | None = None
        self.ended_at: float | None = None
        self._transport = transport
        self._parser = ResponseParser(method)
        self._read_seconds = read_seconds
        self._pieces: deque[tuple[float, bytes]] = deque()
        self._held = 0
        self._held_back = False
        self._problem: Exception | None = None
        self._waiter: asyncio.Future[None] | None = None

    @property
    def answered(self) -> bool:
        """Whether there is something to read: a head, or the reason why there is none."""
        return self._parser.head is not None or self._problem is not None

    @property
    def reusable(self) -> bool:
        return self._problem is None and self._parser.reusable

    def take(self, at: float, data: bytes) -> None:
        """Bytes came at `at`."""
        parser = self._parser
        heads = None if parser.head is not None else (parser.begun, parser.interim)
        broken: httpx.RemoteProtocolError | None = None
        try:
            pieces = parser.feed(data)
        except httpx.RemoteProtocolError as problem:
            broken, pieces = problem, problem.pieces if isinstance(problem, BrokenBody) else []
        if heads is not None and heads != (True, parser.interim):
            self.first_byte_at = at
        if pieces:
            self._hold(at, pieces[0] if len(pieces) == 1 else b"".join(pieces))
        if broken is not None:
            self.fail(broken)
            self._transport.abort()
            return
        if parser.complete and self.ended_at is None:
            self.ended_at = at
        self.wake()

    def end(self, at: float) -> None:
        """The server closed its side at `at`."""
        if self.ended_at is not None:
            return
        try:
            self._parser.end()
            self.ended_at = at
        except httpx.RemoteProtocolError as problem:
            self.fail(problem)
        self.wake()

    def fail(self, problem: Exception) -> None:
        """Nothing more will come. What came before can still be read; the first reason stays."""
        if self.ended_at is None and self._problem is None:
            self._problem = problem
        self.wake()

    def wake(self) -> None:
        """Something changed for whoever waits."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def changed(self, seconds: float | None) -> None:
        """Wait until something changes. Raises `TimeoutError`."""
        self._waiter = asyncio.get_running_loop().create_future()
        if seconds is None:
            await self._waiter
            return
        async with asyncio.timeout(seconds):
            await self._waiter

    async def head(self) -> ResponseHead:
        """Raises what httpx raises where none comes: `ReadTimeout`, `ReadError`, …"""
        while self._parser.head is None:
            await self._more()
        return self._parser.head

    async def next_piece(self) -> tuple[float, bytes] | None:
        """A piece of the body and when it was read; None at the body's end."""
        while not self._pieces:
            if self.ended_at is not None:
                return None
            await self._more()
        at, piece = self._pieces.popleft()
        self._held -= len(piece)
        if self._held_back and self._held <= HELD_LIMIT // 2:
            self._held_back = False
            self._transport.resume_reading()
        return at, piece

    def _hold(self, at: float, piece: bytes) -> None:
        self._pieces.append((at, piece))
        self._held += len(piece)
        if self._held > HELD_LIMIT and not self._held_back:
            self._held_back = True
            self._transport.pause_reading()

    async def _more(self) -> None:
        if self._problem is not None:
            raise self._problem
        try:
            await self.changed(self._read_seconds)
        except TimeoutError as problem:
            raise httpx.ReadTimeout(f"no byte in {self._read_seconds} s") from problem
