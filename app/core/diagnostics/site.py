"""The place that checks look at: addresses, connections, deadlines, masked keys."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from socket import AF_INET, AF_INET6, SOCK_DGRAM, socket
from urllib.parse import urlsplit

import httpx

from ..lanes import Lane
from ..reply_sources import open_source
from ..runner.api import RunnerApi
from ..wire.address import EngineAddress, parse_engine_base, parse_gateway_base
from ..wire.certificates import certificate_names
from ..wire.connections import TrustError, open_client
from ..wire.source import ReplySource
from .model import Subject

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""From host and port to addresses; raises `OSError` where the name is unknown."""
Connect = Callable[[EngineAddress], Awaitable[None]]
"""Opens a connection and closes it again; raises `OSError` where nobody accepts it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds. `whole` bounds a run without its deep checks."""

    answer: float = 1.5
    search: float = 0.8
    check: float = 2.0
    whole: float = 3.0
    deep: float = 120.0


async def resolve_name(host: str, port: int) -> list[str]:
    """The operating system's answer, each address once."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


async def connect(address: EngineAddress) -> None:
    """By TCP, or to a unix socket."""
    if address.socket:
        _, writer = await asyncio.open_unix_connection(address.socket)
    else:
        _, writer = await asyncio.open_connection(*host_and_port(address))
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


def own_addresses() -> list[str]:
    """Addresses of this machine in its networks; no packet is sent to learn them."""
    found: list[str] = []
    for family, outside in ((AF_INET, "192.0.2.1"), (AF_INET6, "2001:db8::1")):
        with suppress(OSError), socket(family, SOCK_DGRAM) as probe:
            probe.connect((outside, 9))
            found.append(str(probe.getsockname()[0]))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What reaches outside, so that a test can put its own in place."""

    client_for: Callable[[EngineAddress], httpx.AsyncClient] = open_client
    resolve: Resolve = resolve_name
    connect: Connect = connect
    own_addresses: Callable[[], list[str]] = own_addresses
    source_for: Callable[[Mapping[str, str]], ReplySource] = open_source
    certificate_names: Callable[[EngineAddress], Awaitable[tuple[str, ...]]] = certificate_names
    in_container: bool | None = None
    """None where the machine is to be asked."""


class NoClient(Exception):
    """No request can be made at all: the environment names an HTTP proxy that cannot be used."""


class Site:
    """What the checks of one run share. Holds no results: a check asks for itself."""

    def __init__(self, subject: Subject, limits: Limits, surroundings: Surroundings) -> None:
        self.subject = subject
        self.limits = limits
        self.surroundings = surroundings
        self._clients: dict[tuple[str, str], httpx.AsyncClient] = {}

    @property
    def engine(self) -> Lane:
        """The engine's lane; only checks that look at one are run, so that it is there."""
        assert self.subject.engine is not None
        return self.subject.engine

    @property
    def proxy(self) -> Lane:
        assert self.subject.proxy is not None
        return self.subject.proxy

    @property
    def litellm(self) -> Lane:
        """The lane that LiteLLM's own SDK answers, or would answer."""
        return self.subject.litellm or self.engine

    @property
    def environment(self) -> Mapping[str, str]:
        return self.subject.environment

    @property
    def engine_address(self) -> EngineAddress:
        return parse_engine_base(self.engine.base)

    @property
    def proxy_address(self) -> EngineAddress:
        return parse_gateway_base(self.proxy.base)

    @property
    def engine_api(self) -> RunnerApi:
        return self.api(self.engine_address, self.engine)

    def api(self, address: EngineAddress, lane: Lane | None = None) -> RunnerApi:
        """An API over this run's connections; with the lane's key where a lane is given."""
        headers = authorization(lane) if lane is not None else {}
        client = self._client(address)
        return RunnerApi(address, client, headers=headers, seconds=self.limits.answer)

    def masked(self, text: str) -> str:
        for secret in self.subject.secrets:
            text = secret.scrub(text)
        return text

    async def close(self) -> None:
        clients = list(self._clients.values())
        self._clients.clear()
        for client in clients:
            await client.aclose()

    def _client(self, address: EngineAddress) -> httpx.AsyncClient:
        place = (address.origin, address.socket)
        if place not in self._clients:
            try:
                self._clients[place] = self.surroundings.client_for(address)
            except TrustError:
                raise
            except (ValueError, ImportError) as problem:
                raise NoClient(str(problem)) from problem
        return self._clients[place]


def authorization(lane: Lane) -> dict[str, str]:
    """The key as a header; none where no header can carry it, which has its own check."""
    key = lane.key.reveal()
    return {"authorization": f"Bearer {key}"} if key and is_sendable(key) else {}


def is_sendable(key: str) -> bool:
    return key.isascii() and key.isprintable() and " " not in key


def host_and_port(address: EngineAddress) -> tuple[str, int]:
    parts = urlsplit(address.origin)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
