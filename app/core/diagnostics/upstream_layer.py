"""What stands behind the proxy's alias: asked without the proxy, and without a model's work.

A proxy hides its engine's words: a cooldown says 429, openai-python 3 says "Error code: 404".
So the engine itself is asked, with the request line that LiteLLM would send.
"""

import asyncio
from dataclasses import replace
from difflib import get_close_matches

from ..runner.api import EngineProbe, RunnerApi, RunnerApiError, Verdict
from ..runner.exchange import Exchange
from ..runner.failing import failure_of
from ..runner.names import near_names
from ..runner.shapes import EngineStatus
from ..wire.address import DEFAULT_ENGINE, AddressError, EngineAddress, parse_engine_base, place_of
from ..wire.litellm_request import litellm_url
from ..wire.profiles import SHAPES, Profile
from . import upstream_words as say
from .alternatives import alternatives
from .model import Evidence, Outcome, Status
from .outcomes import evidence_of, of_failure, passed
from .site import Site, host_and_port
from .upstreams import Upstream, is_askable, upstreams

_CONTAINER_SUFFIX = ".docker.internal"


async def proxy_upstream(site: Site) -> Outcome:
    """Each deployment of the alias in effect, by a `POST {}` to its engine."""
    found, answer = await upstreams(site)
    if not found:
        known = "tells more of its aliases than is read here" if answer.cut else "does not tell"
        return passed(f"this gateway {known}: what stands behind them is not asked", *_line(answer))
    outcomes = await asyncio.gather(*(_look(site, upstream) for upstream in found))
    return _worst(site.proxy.model, outcomes)


def _worst(alias: str, outcomes: list[Outcome]) -> Outcome:
    order = (Status.FAIL, Status.WARN, Status.PASS)
    worst = min(outcomes, key=lambda one: order.index(one.status))
    bad = sum(one.status is Status.FAIL for one in outcomes)
    if len(outcomes) == 1 or not bad:
        return worst
    share = f"{bad} of {len(outcomes)} deployments of '{alias}' cannot answer"
    return replace(
        worst,
        summary=f"{share}: {worst.summary}",
        cause=f"LiteLLM picks one of them by chance for each request. {worst.cause}",
    )


async def _look(site: Site, upstream: Upstream) -> Outcome:
    told = Evidence("deployment", upstream.told)
    if not upstream.model:
        return passed("another provider stands behind the alias; it is not asked", told)
    if "://" not in upstream.base:
        return say.without_scheme(upstream, (told,))
    try:
        address = parse_engine_base(upstream.base)
    except AddressError as problem:
        return say.unreadable(upstream, str(problem), (told,))
    if place_of(address) == place_of(site.proxy_address):
        return say.loop(upstream, (told,))
    host = host_and_port(address)[0]
    if is_askable(site, address):
        return await _asked(site, upstream, address, told)
    if host.endswith(_CONTAINER_SUFFIX):
        return say.container_name(upstream, host, (told,))
    return passed(f"'{upstream.alias.name}' leads to another machine, which is not asked", told)


async def _asked(site: Site, upstream: Upstream, address: EngineAddress, told: Evidence) -> Outcome:
    api = site.api(address)
    probe = await api.probe(litellm_url(upstream.base, SHAPES[Profile.OPENAI_2]))
    evidence = (told, *evidence_of(probe.exchange))
    match probe.verdict:
        case Verdict.ANSWERS:
            return await _model(api, upstream, evidence)
        case Verdict.KEY_WANTED:
            return passed("the engine behind the alias asks for a key", *evidence)
        case Verdict.SILENT:
            return say.dead(upstream, await _instead(site, address), evidence)
        case Verdict.ENGINE_UNKNOWN:
            return await _engine(api, upstream, evidence)
        case Verdict.NO_ROUTE:
            return await _route(site, api, upstream, evidence)
        case Verdict.UNCLEAR:
            return of_failure(failure_of(site.proxy, probe.exchange), told)


async def _instead(site: Site, dead: EngineAddress) -> list[tuple[str, str]]:
    """Title and base of engines that may take its place: the lane's own first."""
    lane = site.subject.engine
    if lane is not None and place_of(site.engine_address) != place_of(dead):
        return [("the engine of Quayside's own lane", lane.base)]
    return [(found.title, found.base) for found in await alternatives(site, gateways=False)]


async def _route(
    site: Site, api: RunnerApi, upstream: Upstream, evidence: tuple[Evidence, ...]
) -> Outcome:
    address = api.address
    better: EngineProbe = await api.probe(address.chat_url)
    evidence = (*evidence, *evidence_of(better.exchange)[:2])
    if better.verdict is Verdict.ENGINE_UNKNOWN:
        return await _engine(api, upstream, evidence)
    if better.verdict in (Verdict.ANSWERS, Verdict.KEY_WANTED):
        return say.without_version(upstream, address.litellm_base, evidence)
    origin = parse_engine_base(address.origin)
    is_runner = await _engines(site.api(origin))
    return say.no_route(upstream, origin if is_runner else address, evidence)


async def _engine(api: RunnerApi, upstream: Upstream, evidence: tuple[Evidence, ...]) -> Outcome:
    address, engines = api.address, await _engines(api)
    usable = [name for name, one in engines.items() if one.usable]
    near = get_close_matches(address.engine, usable, n=1)
    runner = address if "/engines" in address.root else parse_engine_base(address.origin)
    good = runner.with_engine(near[0] if near else DEFAULT_ENGINE).litellm_base
    listed = Evidence("its engines", ", ".join(engines) or "not told")
    wanted = address.engine or address.root.rpartition("/")[2]
    return say.engine_unknown(upstream, wanted, good, (*evidence, listed))


async def _engines(api: RunnerApi) -> dict[str, EngineStatus]:
    try:
        return await api.status()
    except RunnerApiError:
        return {}


async def _model(api: RunnerApi, upstream: Upstream, evidence: tuple[Evidence, ...]) -> Outcome:
    """Only a runner says for certain which models it has."""
    name = upstream.alias.name
    if not await _engines(api):
        return passed(f"the engine behind '{name}' answers at LiteLLM's route", *evidence)
    resolution = await api.resolve_model(upstream.model)
    if resolution.entry is not None:
        return passed(f"the runner behind '{name}' has {resolution.entry.display}", *evidence)
    try:
        known = await api.models()
    except RunnerApiError as error:
        return of_failure(error.failure, *evidence)
    names = [tag for entry in known for tag in (entry.tags or (entry.id,))]
    listed = Evidence("models there", ", ".join(entry.display for entry in known) or "none")
    seen = (*evidence[:1], *evidence_of(resolution.exchange), listed)
    return say.model_missing(upstream, near_names(upstream.model, names), seen)


def _line(answer: Exchange) -> tuple[Evidence, ...]:
    """Without the body: it holds every parameter of every deployment."""
    seen = str(answer.status) if answer.status else answer.seen
    return (Evidence("request", answer.request_line), Evidence("answer", seen))
