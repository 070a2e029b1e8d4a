"""The proxy lane: who listens, whether the key is accepted, whether the alias is known."""

from collections.abc import Sequence

from ..gateway.api import Alias, read_aliases
from ..lanes import MODEL_PREFIX, Lane, without_prefix
from ..runner.exchange import Exchange
from ..runner.failing import failure_of
from ..runner.found import Found, FoundKind
from ..runner.identify import identify
from ..runner.names import near_names, same_model
from ..runner.shapes import read_models
from ..wire.address import EngineAddress, parse_gateway_base
from .alternatives import alternatives
from .model import Change, Evidence, Outcome, Status
from .outcomes import evidence_of, of_failure, passed
from .proxy_keys import key_refused, key_unsendable, weak_key
from .site import Site, is_sendable
from .upstreams import INFORMATION, deployments_of, fits


async def proxy_alive(site: Site) -> Outcome:
    """LiteLLM's liveliness, or Docker's own gateway; neither asks for a key here."""
    address = site.proxy_address
    alive = await site.api(address).get("/health/liveliness")
    if alive.timed_out:
        return _busy(evidence_of(alive))
    if alive.error is not None:
        return of_failure(failure_of(site.proxy, alive))
    found = await _identified(site, address)
    if found is None or not found.kind.is_gateway:
        return await _no_gateway(site, address, found, evidence_of(alive))
    if found.note:
        return Outcome(
            status=Status.WARN,
            summary=f"{found.title} is not ready",
            evidence=(*evidence_of(alive), Evidence("readiness", found.note)),
            cause="it is just starting, or something it needs is missing",
            cure="Wait until it is ready, or look into its log.",
        )
    return passed(f"{found.title} is alive", *evidence_of(alive))


def _busy(evidence: tuple[Evidence, ...]) -> Outcome:
    return Outcome(
        status=Status.FAIL,
        summary="the proxy accepts connections and does not answer in time",
        evidence=evidence,
        cause="it is just starting or busy (LiteLLM answers nothing while it loads), or it hangs",
        cure="Wait a moment and look again; if it stays so, look into its log.",
    )


async def _identified(site: Site, address: EngineAddress) -> Found | None:
    return await identify(
        address, client_for=site.surroundings.client_for, seconds=site.limits.answer
    )


async def _no_gateway(
    site: Site, address: EngineAddress, found: Found | None, evidence: tuple[Evidence, ...]
) -> Outcome:
    if address.prefix:
        bare = await _identified(site, parse_gateway_base(address.origin))
        if bare is not None and bare.kind.is_gateway:
            return _runner_path(address, bare, evidence)
        found = bare or found
    known = found.title if found and found.kind is not FoundKind.UNKNOWN else ""
    others = await alternatives(site, gateways=True)
    instead = tuple(Evidence("answers instead", one.title) for one in others)
    start = "litellm --config config.yaml --host 127.0.0.1 --port 4000"
    return Outcome(
        status=Status.FAIL if known else Status.WARN,
        summary=f"this is no gateway: {known}" if known else "no known gateway answers here",
        evidence=(*evidence, *instead),
        cause="the base of the proxy is an engine's own address"
        if known
        else "another program listens at the address of the proxy",
        cure=f"Use {others[0].title}."
        if others
        else "Check host and port; a LiteLLM Proxy listens on 4000 unless it is told otherwise.",
        command="" if others else start,
        changes=(Change("proxy_base", others[0].base),) if others else (),
    )


def _runner_path(address: EngineAddress, bare: Found, evidence: tuple[Evidence, ...]) -> Outcome:
    return Outcome(
        status=Status.FAIL,
        summary=f"a runner's path is in the base of the proxy: {address.given}",
        evidence=evidence,
        cause=f"{bare.title} has no engines in its paths; LiteLLM takes such a part of a path for "
        "a model's name ('llama.cpp/v1') and says that it has no healthy deployments of it",
        cure=f"End the proxy's base with its port: {bare.base}",
        changes=(Change("proxy_base", bare.base),),
    )


async def proxy_key(site: Site) -> Outcome:
    """Listing the aliases needs the key and asks no model."""
    if not is_sendable(site.proxy.key.reveal()):
        return await key_unsendable(site)
    answer = await _listed(site)
    if answer.status != 200:
        return await key_refused(site, answer)
    if weak := weak_key(site.proxy.key):
        return weak
    word = "the key is accepted" if site.proxy.key else "no key is set, and none is asked for"
    return passed(word, *evidence_of(answer)[::2])


async def proxy_alias(site: Site) -> Outcome:
    """Whether the lane's model is one of the proxy's aliases, wildcards included."""
    lane = site.proxy
    names = [entry.id for entry in read_models((await _listed(site)).json_object())]
    told = await site.api(site.proxy_address, lane).get(INFORMATION)
    # `/v1/models` leaves wildcards out.
    known = read_aliases(told.json_object())
    names += [one.name for one in known if one.name not in names]
    listed = Evidence("aliases", ", ".join(names) or "none")
    behind = deployments_of(lane.model, known)
    if lane.model in names or any(fits(name, lane.model) for name in names):
        models = dict.fromkeys(one.provider_model for one in behind)
        rows = [Evidence("behind it", one) for one in models]
        return passed(f"the proxy knows {lane.model}", listed, *rows)
    return _unknown(lane, [*_meant(lane.model, known), *_near(lane.model, names)], listed)


def _meant(model: str, known: Sequence[Alias]) -> list[str]:
    """Aliases that lead to a model of the name that was asked for, wildcards last."""
    full = f"{MODEL_PREFIX}{without_prefix(model)}"
    plain = [
        one.name
        for one in known
        if "*" not in one.name
        and same_model(without_prefix(one.provider_model), without_prefix(model))
    ]
    return [*plain, full] if any(fits(one.name, full) for one in known) else plain


def _near(model: str, names: Sequence[str]) -> list[str]:
    plain = [name for name in names if "*" not in name]
    return near_names(model, plain) or plain


def _unknown(lane: Lane, near: Sequence[str], listed: Evidence) -> Outcome:
    return Outcome(
        status=Status.FAIL,
        summary=f"the proxy knows no alias '{lane.model}'",
        evidence=(listed,),
        cause="a proxy is asked for an alias of its config.yaml (model_name), not for a model; "
        "an entry that LiteLLM could not use is left out without a word",
        cure=f"Ask for {near[0]}, or add the alias to the proxy's config.yaml."
        if near
        else "Add a model to the proxy's config.yaml.",
        command=f"quayside chat 'Hello' --lane proxy:{near[0]}" if near else "",
    )


async def _listed(site: Site) -> Exchange:
    address = site.proxy_address
    return await site.api(address, site.proxy).fetch(address.models_url)
