"""Whether others in the network reach a runner, which asks nobody for a key."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from ..runner.candidates import desktop_sockets
from ..wire.address import EngineAddress, parse_engine_base
from ..wire.connections import is_loopback
from .model import Evidence, Outcome, Status
from .outcomes import passed, skipped
from .site import Site, host_and_port

_SECONDS = 0.3


async def engine_exposure(site: Site) -> Outcome:
    """For a runner on this machine: it is asked at this machine's own addresses too.

    `dmr serve` listens on all interfaces. Source: docker/model-runner, `server.go`.
    """
    address = site.engine_address
    if address.socket or not is_loopback(address):
        return skipped("the engine is not on this machine")
    port = host_and_port(address)[1]
    addresses = await asyncio.to_thread(site.surroundings.own_addresses)
    reached = [one for one in addresses if await _accepts(site, _at(one, port))]
    if not reached:
        return passed("it is reached from this machine alone")
    return _open(site, reached, port)


def _open(site: Site, reached: Sequence[str], port: int) -> Outcome:
    dockers = bool(desktop_sockets(site.environment))
    cure = "Install the runner anew, so that it listens on loopback alone."
    if not dockers:
        cure = "`dmr serve` always listens on all interfaces: let the firewall keep others out, "
        cure += "or serve a socket (dmr serve --socket) and give unix:// and its path as the base."
    return Outcome(
        status=Status.WARN,
        summary=f"everyone in your network can use this engine: it also answers on {reached[0]}",
        evidence=(Evidence("connect", ", ".join(f"{one}:{port}" for one in reached)),),
        cause="it listens on all interfaces, and a Docker Model Runner has no keys",
        cure=cure,
        command="docker model reinstall-runner --host 127.0.0.1"
        if dockers
        else f"sudo ufw deny {port}/tcp",
    )


def _at(host: str, port: int) -> EngineAddress:
    return parse_engine_base(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")


async def _accepts(site: Site, address: EngineAddress) -> bool:
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(_SECONDS):
            await site.surroundings.connect(address)
        return True
    return False
