"""What answers on this machine, whatever the settings say: each is offered as a lane."""

from collections.abc import Iterator, Sequence

from ..runner.candidates import candidates
from ..runner.discovery import discover
from ..runner.found import Found, FoundKind
from .model import Evidence, Offer, Outcome, Status
from .outcomes import skipped
from .site import Site

_MOST_MODELS = 8
_DOCKERS_PORT = "http://localhost:12434/"


async def servers_found(site: Site) -> Outcome:
    """Runners, engines and gateways at the places where they usually are. Loads nothing."""
    offered = candidates(site.environment, in_container=site.surroundings.in_container)
    search = discover(
        offered,
        client_for=site.surroundings.client_for,
        seconds=site.limits.search,
    )
    places = [one.source for one in offered]
    found = sorted([one async for one in search], key=lambda one: places.index(one.source))
    if not found:
        return skipped("no runner and no gateway answers at the usual places")
    evidence = tuple(Evidence(one.source or "found", _told(one)) for one in found)
    offers = tuple(_offers(found))
    pair = two_of_dockers(found)
    if pair:
        return _two(pair, evidence, offers)
    return Outcome(
        status=Status.PASS,
        summary=", ".join(one.title for one in found),
        evidence=evidence,
        offers=offers,
    )


def two_of_dockers(found: Sequence[Found]) -> tuple[Found, Found] | None:
    """Docker Desktop's runner and another one on Docker's own port, with other models in it.

    Where Desktop has opened its port, both ways lead to the same store.
    """
    runners = [one for one in found if one.kind is FoundKind.RUNNER and not one.note]
    desktop = next((one for one in runners if one.base.startswith("unix:")), None)
    other = next((one for one in runners if one.base.startswith(_DOCKERS_PORT)), None)
    if desktop is None or other is None or _store(desktop) == _store(other):
        return None
    return desktop, other


def _store(runner: Found) -> tuple[str, frozenset[str]]:
    return runner.version, frozenset(model.name for model in runner.models)


def _two(
    pair: tuple[Found, Found], evidence: tuple[Evidence, ...], offers: tuple[Offer, ...]
) -> Outcome:
    return Outcome(
        status=Status.WARN,
        summary="two Docker Model Runners are here, with different models",
        evidence=evidence,
        cause=f"Docker Desktop has one ({pair[0].title}), and Docker Engine another, in a "
        "container on port 12434; what one pulls, the other does not have, and Desktop cannot "
        "open this port",
        cure="Keep one of them: stop Docker Engine's, or uninstall it; or name the one that you "
        "mean in the base.",
        command="docker --context default stop docker-model-runner",
        offers=offers,
    )


def _told(found: Found) -> str:
    models = ", ".join(model.display for model in found.models[:_MOST_MODELS]) or "no models"
    return f"{found.title} {found.version}".rstrip() + f": {found.note or models}"


def _offers(found: Sequence[Found]) -> Iterator[Offer]:
    for server in found:
        path = "proxy" if server.kind.is_gateway else "sdk"
        for model in server.models[:_MOST_MODELS]:
            yield Offer(f"{path}:{model.display}@{server.base}", f"{model.display}, {server.title}")
