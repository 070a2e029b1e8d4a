"""From a name to a connection: proxy variables, name resolution, TCP or unix socket."""

import asyncio
import ipaddress
import time

from ..runner.docker_hosts import DockerHere, docker_here
from ..wire.address import EngineAddress
from .alternatives import alternatives
from .connection_words import CONTAINER_NAME, Attempt, no_connection, place, words
from .model import Change, Evidence, Outcome, Status
from .outcomes import passed, skipped
from .proxy_variables import proxy_for
from .settings_layer import RUNNER_BASE
from .site import Site, host_and_port

FROM_DEFAULT = "default"
FROM_ENGINES_CONTAINER = "http://172.17.0.1:12434/engines/llama.cpp"


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
        return _unknown_name(site, host, problem)
    return passed(f"{host} is {', '.join(found)}")


def _unknown_name(site: Site, host: str, problem: OSError) -> Outcome:
    seen = Evidence("lookup", f"{host}: {problem}")
    if host == CONTAINER_NAME:
        return _containers_name(seen, docker_here(site.environment, site.surroundings.in_container))
    return Outcome(
        status=Status.FAIL,
        summary=f"the name {host} cannot be resolved",
        evidence=(seen,),
        cause="no such name is known here",
        cure="Check the spelling of the host in the base URL, and DNS.",
    )


def _containers_name(seen: Evidence, here: DockerHere) -> Outcome:
    cause = "the name is known inside containers only"
    if here.inside:
        cause = "Docker Desktop gives its containers this name; Docker Engine does not by itself"
    return Outcome(
        status=Status.FAIL,
        summary=f"the name {CONTAINER_NAME} cannot be resolved",
        evidence=(seen,),
        cause=cause,
        cure="Outside of a container use localhost and Docker Model Runner's port 12434. Inside, "
        f'add extra_hosts: ["{CONTAINER_NAME}:host-gateway"] to the Compose service, or use '
        "Docker Engine's address 172.17.0.1.",
        changes=(Change("api_base", FROM_ENGINES_CONTAINER if here.inside else RUNNER_BASE),),
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
    here = docker_here(site.environment, site.surroundings.in_container)
    return no_connection(Attempt(address, problem, gateway, here), others, seen)


def _took(milliseconds: float) -> Evidence:
    return Evidence("time", f"{milliseconds:.0f} ms")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
