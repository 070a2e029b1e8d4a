"""What else answers on this machine, for when the address in effect does not."""

from ..runner.candidates import candidates
from ..runner.discovery import discover
from ..runner.found import Found, FoundKind
from .site import Site

_ORDER = tuple(FoundKind)


async def alternatives(site: Site, *, gateways: bool) -> list[Found]:
    """Engines (or gateways) found by a short search, runners first."""
    search = discover(
        candidates(site.environment, in_container=site.surroundings.in_container),
        client_for=site.surroundings.client_for,
        seconds=site.limits.search,
    )
    found = [one async for one in search if one.kind.is_gateway == gateways]
    return sorted(found, key=lambda one: _ORDER.index(one.kind))
