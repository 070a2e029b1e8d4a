"""What else answers on this machine, for when the address in effect does not."""

from ..runner.candidates import candidates
from ..runner.discovery import discover
from ..runner.found import Found, FoundKind
from ..runner.names import same_model
from .site import Site

_ORDER = tuple(FoundKind)


async def alternatives(site: Site, *, gateways: bool) -> list[Found]:
    """Engines (or gateways) found by a short search, best first.

    Runners go before other engines, those with the lane's model before those without, and
    Docker's own places before others.
    """
    offered = candidates(site.environment, in_container=site.surroundings.in_container)
    search = discover(
        offered,
        client_for=site.surroundings.client_for,
        seconds=site.limits.search,
    )
    found = [one async for one in search if one.kind.is_gateway == gateways]
    places = [one.source for one in offered]
    lane = site.subject.engine
    model = lane.model if lane is not None else ""

    def rank(one: Found) -> tuple[int, bool, int]:
        has = any(same_model(model, known.name) for known in one.models)
        return _ORDER.index(one.kind), not has, places.index(one.source)

    return sorted(found, key=rank)
