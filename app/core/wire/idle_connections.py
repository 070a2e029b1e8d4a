"""Connections between two requests: kept for a while, the newest used first."""

import asyncio

from .dialling import Place
from .http_connection import HttpConnection

_MOST = 20


class IdleConnections:
    def __init__(self, seconds: float) -> None:
        """`seconds` is how long one is kept; 0 keeps none."""
        self._seconds = seconds
        self._kept: dict[HttpConnection, tuple[Place, asyncio.TimerHandle]] = {}

    def put(self, place: Place, connection: HttpConnection) -> None:
        if self._seconds <= 0:
            connection.abort()
            return
        loop = asyncio.get_running_loop()
        self._kept[connection] = place, loop.call_later(self._seconds, connection.abort)
        if len(self._kept) > _MOST:
            oldest = next(iter(self._kept))
            self.forget(oldest)
            oldest.abort()

    def take(self, place: Place) -> HttpConnection | None:
        """One that was open when it was last looked at."""
        for connection in reversed(self._kept):
            if self._kept[connection][0] == place and connection.open:
                self.forget(connection)
                return connection
        return None

    def forget(self, connection: HttpConnection) -> None:
        _, timer = self._kept.pop(connection, (None, None))
        if timer is not None:
            timer.cancel()
