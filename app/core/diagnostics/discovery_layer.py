"""What answers on this machine, whatever the settings say: each is offered as a lane."""

from collections.abc import Iterator, Sequence

from ..runner.candidates import candidates
from ..runner.discovery import discover
from ..runner.found import Found
from .model import Evidence, Offer, Outcome, Status
from .outcomes import skipped
from .site import Site

_MOST_MODELS = 8


async def servers_found(site: Site) -> Outcome:
    """Runners, engines and gateways at the places where they usually are. Loads nothing."""
    search = discover(
        candidates(site.environment, in_container=site.surroundings.in_container),
        client_for=site.surroundings.client_for,
        seconds=site.limits.search,
    )
    found = [one async for one in search]
    if not found:
        return skipped("no runner and no gateway answers at the usual places")
    return Outcome(
        status=Status.PASS,
        summary=", ".join(one.title for one in found),
        evidence=tuple(Evidence(one.source or "found", _told(one)) for one in found),
        offers=tuple(_offers(found)),
    )


def _told(found: Found) -> str:
    models = ", ".join(model.display for model in found.models[:_MOST_MODELS]) or "no models"
    return f"{found.title} {found.version}".rstrip() + f": {found.note or models}"


def _offers(found: Sequence[Found]) -> Iterator[Offer]:
    for server in found:
        path = "proxy" if server.kind.is_gateway else "sdk"
        for model in server.models[:_MOST_MODELS]:
            yield Offer(f"{path}:{model.display}@{server.base}", f"{model.display}, {server.title}")
