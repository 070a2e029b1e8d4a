"""Whether the two lanes, straight and through the proxy, ask the same model of the same engine."""

from ..runner.names import same_model
from ..wire.address import AddressError, parse_engine_base, place_of
from .model import Evidence, Outcome, Status
from .outcomes import passed
from .site import Site
from .upstreams import Upstream, upstreams


async def lanes_agree(site: Site) -> Outcome:
    """Compares the engine's lane with the deployments of the proxy's alias."""
    if site.subject.engine is None:
        return passed("there is no lane straight to an engine to compare with")
    found, _ = await upstreams(site)
    lane = site.engine
    evidence = (
        Evidence("straight", f"{lane.model} at {lane.base}"),
        *(Evidence("by the proxy", one.told) for one in found),
    )
    known = [one for one in found if one.model]
    if not known:
        return passed("the proxy does not tell which engine it asks", *evidence)
    places = [one for one in known if _same_engine(site, one)]
    if not places:
        return _differ(f"'{site.proxy.model}' goes to another engine than {lane.label}", evidence)
    if not any(same_model(one.model, lane.model) for one in places):
        return _differ(
            f"'{site.proxy.model}' asks for {places[0].model}, and {lane.label} for another model",
            evidence,
        )
    return passed("both lanes ask the same model of the same engine", *evidence)


def _differ(summary: str, evidence: tuple[Evidence, ...]) -> Outcome:
    return Outcome(
        status=Status.WARN,
        summary=summary,
        evidence=evidence,
        cause="the alias in the proxy's config.yaml and Quayside's own settings name two things; "
        "a comparison of the lanes would compare these, not the ways to them",
        cure="Where one engine is meant, give the engine's lane the base and the model of the "
        "alias, or the alias those of the lane.",
    )


def _same_engine(site: Site, upstream: Upstream) -> bool:
    try:
        ours, theirs = site.engine_address, parse_engine_base(upstream.base)
    except AddressError:
        return False
    return place_of(ours) == place_of(theirs) and ours.engine == theirs.engine
