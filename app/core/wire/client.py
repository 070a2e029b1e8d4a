"""The native client: one request a reply, read as it arrives, told as events."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing

import httpx

from ..events import Event, Failed, Phase, PhaseEntered, RequestSent
from ..lanes import Lane, Message
from .address import EngineAddress
from .body import Batches, ResponseReader
from .causes import explain_exception
from .causes.evidence import scrub
from .connections import open_client
from .request import address_of, chat_request
from .source import LoadingProbe, ReplySource
from .wire_request import WireRequest

__all__ = ["EngineClient", "LoadingProbe", "ReplySource"]

LOADING_DELAY = 0.4
"""Seconds without headers after which the runner is asked whether it loads the model."""

_SENDING_PROBLEMS = (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, RuntimeError)


def _real_transport(address: EngineAddress) -> httpx.AsyncBaseTransport | None:
    return None


class EngineClient:
    """Sends lanes' requests over one connection pool a base; no retries, no hidden waits."""

    def __init__(
        self,
        transport_for: Callable[[EngineAddress], httpx.AsyncBaseTransport | None] = _real_transport,
        loading: LoadingProbe | None = None,
        *,
        raw: bool = False,
    ) -> None:
        """With `raw`, the pieces of each body are told as they came, before their events."""
        self._transport_for = transport_for
        self._loading = loading
        self._raw = raw
        self._clients: dict[tuple[str, str], httpx.AsyncClient] = {}

    async def reply(self, lane: Lane, messages: Sequence[Message]) -> AsyncGenerator[Event, None]:
        """Stream one answer; ends with exactly one of `Finished` and `Failed`.

        Closing the generator, or cancelling its task, closes the socket at once,
        and with it the engine's work.
        """
        yield PhaseEntered(time.monotonic(), Phase.CONNECTING)
        try:
            request = chat_request(lane, messages)
            client = self._client(address_of(lane))
        except (ValueError, ImportError) as problem:
            yield Failed(time.monotonic(), explain_exception(lane, None, problem))
            return
        yield RequestSent(time.monotonic(), request.method, request.url, request.body)
        async with aclosing(self._exchange(client, lane, request)) as batches:
            async for batch in batches:
                for event in batch:
                    yield event

    async def close(self) -> None:
        """Close all connections; replies that still run end as failures."""
        clients, self._clients = list(self._clients.values()), {}
        for client in clients:
            await client.aclose()

    def _client(self, address: EngineAddress) -> httpx.AsyncClient:
        place = (address.origin, address.socket)
        if place not in self._clients:
            self._clients[place] = open_client(address, transport=self._transport_for(address))
        return self._clients[place]

    async def _exchange(
        self, client: httpx.AsyncClient, lane: Lane, request: WireRequest
    ) -> Batches:
        sending = asyncio.create_task(_send(client, request))
        try:
            async with aclosing(self._waiting(lane, sending)) as phases:
                async for phase in phases:
                    yield [phase]
            problem = sending.exception()
            if isinstance(problem, _SENDING_PROBLEMS):
                yield [Failed(time.monotonic(), explain_exception(lane, request, problem))]
                return
            response = sending.result()
            headers = _shown_headers(lane, response.headers)
            reader = ResponseReader(lane, request, response, headers, self._raw)
            async with aclosing(reader.batches()) as batches:
                async for batch in batches:
                    yield batch
        finally:
            await _let_go(sending)

    async def _waiting(
        self, lane: Lane, sending: asyncio.Task[httpx.Response]
    ) -> AsyncGenerator[PhaseEntered, None]:
        """Wait for the headers; say so once when the runner is loading the model."""
        if self._loading is not None:
            await asyncio.wait({sending}, timeout=LOADING_DELAY)
            while not sending.done():
                if await self._asks_loading(self._loading, lane, sending):
                    yield PhaseEntered(time.monotonic(), Phase.LOADING, lane.model)
                    break
                await asyncio.wait({sending}, timeout=LOADING_DELAY)
        await asyncio.wait({sending})

    async def _asks_loading(
        self, probe: LoadingProbe, lane: Lane, sending: asyncio.Task[httpx.Response]
    ) -> bool:
        asking = asyncio.ensure_future(probe(lane))
        try:
            await asyncio.wait({asking, sending}, return_when=asyncio.FIRST_COMPLETED)
            # A probe that fails says nothing; the request itself will tell.
            told = asking.done() and not asking.cancelled() and asking.exception() is None
            return told and not sending.done() and asking.result()
        finally:
            asking.cancel()
            await asyncio.wait({asking})


async def _send(client: httpx.AsyncClient, request: WireRequest) -> httpx.Response:
    prepared = client.build_request(
        request.method, request.url, headers=dict(request.headers), content=request.body
    )
    return await client.send(prepared, stream=True)


async def _let_go(sending: asyncio.Task[httpx.Response]) -> None:
    """Whatever became of the request: no task and no socket stays behind."""
    if not sending.done():
        sending.cancel()
        await asyncio.wait({sending})
    if not sending.cancelled() and sending.exception() is None:
        await sending.result().aclose()


def _shown_headers(lane: Lane, headers: httpx.Headers) -> Mapping[str, str]:
    return {name.lower(): scrub([lane.key], value) for name, value in headers.items()}
