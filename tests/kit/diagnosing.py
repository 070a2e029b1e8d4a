"""Runs the diagnostics against a handler, with real sockets left out where none is wanted."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import httpx

from quayside.app.core.diagnostics.engine import diagnose, run_one
from quayside.app.core.diagnostics.model import Finding, Provenance, Subject
from quayside.app.core.diagnostics.site import Limits, Surroundings
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.secret import Secret
from quayside.app.core.wire.address import EngineAddress
from quayside.app.core.wire.client import ReplySource

Handler = (
    Callable[[httpx.Request], httpx.Response] | Callable[[httpx.Request], Awaitable[httpx.Response]]
)


@asynccontextmanager
async def listening(port: int = 0) -> AsyncIterator[int]:
    """A port of loopback that accepts connections and says nothing."""
    writers = list[asyncio.StreamWriter]()

    async def accept(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)

    server = await asyncio.start_server(accept, "127.0.0.1", port)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for writer in writers:
            writer.close()
        await server.wait_closed()


def surroundings_of(
    handler: Handler, source_for: Callable[[], ReplySource] | None = None
) -> Surroundings:
    def client_for(_address: EngineAddress) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(handler))

    if source_for is None:
        return Surroundings(client_for=client_for, in_container=False)
    return Surroundings(
        client_for=client_for,
        source_for=lambda _environment: source_for(),
        in_container=False,
    )


def subject_of(
    *,
    base: str = "",
    model: str = "ai/smollm2",
    key: str = "dummy-key",
    proxy: str = "",
    proxy_key: str = "",
    alias: str = "smollm2",
    environment: Mapping[str, str] | None = None,
    sources: Mapping[str, str] | None = None,
) -> Subject:
    rows = [Provenance(name=name, value="", source=at) for name, at in (sources or {}).items()]
    return Subject(
        engine=Lane(Path.SDK, model, base, Secret(key)) if base else None,
        proxy=Lane(Path.PROXY, alias, proxy, Secret(proxy_key)) if proxy else None,
        provenance=tuple(rows),
        environment=environment or {},
    )


async def finding_of(
    name: str, subject: Subject, handler: Handler, limits: Limits | None = None
) -> Finding:
    """The finding of one check (with what it needs) over a loopback port that is listened on."""
    found = await run_one(name, subject, limits=limits, surroundings=surroundings_of(handler))
    assert found is not None
    return found


async def all_findings(
    subject: Subject, surroundings: Surroundings, deep: bool = False
) -> dict[str, Finding]:
    search = diagnose(subject, deep, surroundings=surroundings)
    return {finding.check: finding async for finding in search}
