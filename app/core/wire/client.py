"""The native client: one request a reply, read as it arrives, told as events."""

from collections.abc import AsyncGenerator, Callable, Sequence

import httpx

from ..events import Event
from ..lanes import Lane, Message
from .address import EngineAddress
from .source import LoadingProbe, ReplySource

__all__ = ["EngineClient", "LoadingProbe", "ReplySource"]


def _no_transport(address: EngineAddress) -> httpx.AsyncBaseTransport | None:
    return None


class EngineClient:
    """Sends lanes' requests over one connection pool a base; no retries, no hidden waits."""

    def __init__(
        self,
        transport_for: Callable[[EngineAddress], httpx.AsyncBaseTransport | None] = _no_transport,
        loading: LoadingProbe | None = None,
    ) -> None:
        self._transport_for = transport_for
        self._loading = loading

    async def reply(self, lane: Lane, messages: Sequence[Message]) -> AsyncGenerator[Event, None]:
        raise NotImplementedError
        yield

    async def close(self) -> None:
        raise NotImplementedError
