"""What listens at the base of each lane: asked before measuring, or told by the answers."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..lanes import Lane, Path
from ..runner.found import TITLES, Found, FoundKind
from ..runner.identify import ClientFor, identify
from ..wire.address import AddressError, parse_engine_base, parse_gateway_base
from ..wire.connections import open_client
from .record import Record, Server
from .sample import Sample

_VERSION_HEADER = "x-litellm-version"


async def identify_servers(
    lanes: Sequence[Lane], *, client_for: ClientFor = open_client
) -> tuple[Server, ...]:
    """One server for each lane, each base asked once and all side by side, without a key.

    A base that does not answer within `identify`'s deadline is of unknown kind.
    """
    bases = list(dict.fromkeys((lane.path is Path.PROXY, lane.base) for lane in lanes))
    found = await asyncio.gather(*(_ask(*base, client_for) for base in bases))
    servers = dict(zip(bases, found, strict=True))
    return tuple(servers[lane.path is Path.PROXY, lane.base] for lane in lanes)


def with_told_versions(record: Record) -> Record:
    """The record in which a LiteLLM Proxy has the version that its answers tell.

    `x-litellm-version` comes with answers alone: to be asked for it, a proxy wants its key.
    """
    known = record.servers or (Server(),) * len(record.plan.lanes)
    told = _told_versions(record.samples)
    servers = tuple(_with_version(one, told.get(lane, "")) for lane, one in enumerate(known))
    return replace(record, servers=servers)


async def _ask(to_gateway: bool, base: str, client_for: ClientFor) -> Server:
    read = parse_gateway_base if to_gateway else parse_engine_base
    try:
        found = await identify(read(base), client_for=client_for)
    except AddressError:
        found = None
    return Server() if found is None else _server(found)


def _server(found: Found) -> Server:
    return Server(kind=found.kind.value, title=TITLES[found.kind], version=found.version)


def _told_versions(samples: Sequence[Sample]) -> Mapping[int, str]:
    return {
        one.place.lane: version
        for one in samples
        if (version := one.wire.headers.get(_VERSION_HEADER))
    }


def _with_version(server: Server, version: str) -> Server:
    if not version or server.version:
        return server
    if server.kind == FoundKind.UNKNOWN.value:
        proxy = FoundKind.LITELLM_PROXY
        server = Server(kind=proxy.value, title=TITLES[proxy])
    return replace(server, version=version)
