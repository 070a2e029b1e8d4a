"""From a name to a connection: proxy variables, name resolution, TCP or unix socket."""

import asyncio
import ipaddress
import time

from ..wire.address import EngineAddress
from .alternatives import alternatives
from .connection_words import no_connection, place, words
from .model import Change, Evidence, Outcome, Status
from .outcomes import passed, skipped
from .proxy_variables import proxy_for
from .site import Site, host_and_port

CONTAINER_NAME = "model-runner.docker.internal"
FROM_DEFAULT = "default"
RUNNER_BASE = "http://localhost:12434/engines/llama.cpp"


async def engine_name(site: Site) -> Outcome:
    return await _name(site, site.engine_address)


async def proxy_name(site: Site) -> Outcome:
    return await _name(site, site.proxy_address)


async def engine_connection(site: Site) -> Outcome:
    """Whether something accepts connections; where nothing does, what else answers."""
    return await _connection(site, site.engine_address, gateway=False)


async def proxy_connection(site: Site) -> Outcome:
    """As for the engine; a proxy that nobody configured may be absent."""
    outcome = await _connection(site, site.proxy_address, gateway=True)
    unwanted = site.subject.source_of("proxy_base") == FROM_DEFAULT
    if outcome.status is Status.FAIL and unwanted:
        return skipped("no proxy is configured, and none listens at the default address")
    return outcome


async def _name(site: Site, address: EngineAddress) -> Outcome:
    host, port = host_and_port(address)
    if address.socket or _is_number(host):
        return passed("there is no name to look up")
    try:
        found = await site.surroundings.resolve(host, port)
    except OSError as problem:
        return _unknown_name(host, problem)
    return passed(f"{host} is {', '.join(found)}")


def _unknown_name(host: str, problem: OSError) -> Outcome:
    inside = host == CONTAINER_NAME
    cause = "the name is known inside containers only" if inside else "no such name is known here"
    cure = "Outside of a container use localhost and Docker Model Runner's port 12434. Inside, add "
    cure += f'extra_hosts: ["{CONTAINER_NAME}:host-gateway"] to the Compose service.'
    return Outcome(
        status=Status.FAIL,
        summary=f"the name {host} cannot be resolved",
        evidence=(Evidence("lookup", f"{host}: {problem}"),),
        cause=cause,
        cure=cure if inside else "Check the spelling of the host in the base URL, and DNS.",
        changes=(Change("api_base", RUNNER_BASE),) if inside else (),
    )


async def _connection(site: Site, address: EngineAddress, gateway: bool) -> Outcome:
    started = time.monotonic()
    try:
        async with asyncio.timeout(site.limits.answer):
            await site.surroundings.connect(address)
    except (OSError, TimeoutError) as problem:
        return await _no_connection(site, address, problem, gateway)
    milliseconds = (time.monotonic() - started) * 1000
    return passed(f"{place(address)} accepts connections", _took(milliseconds))


async def _no_connection(
    site: Site, address: EngineAddress, problem: OSError, gateway: bool
) -> Outcome:
    seen = Evidence("connect", f"{place(address)}: {words(problem)}")
    proxy = proxy_for(address, site.environment)
    if proxy:
        return Outcome(
            status=Status.WARN,
            summary=f"{place(address)} cannot be reached without the HTTP proxy",
            evidence=(seen, Evidence("proxy", proxy)),
            cause="requests to this host go through an HTTP proxy",
            cure="Nothing needs doing where the requests below are answered.",
        )
    others = await alternatives(site, gateways=gateway)
    return no_connection(address, problem, others, gateway, seen)


def _took(milliseconds: float) -> Evidence:
    return Evidence("time", f"{milliseconds:.0f} ms")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
