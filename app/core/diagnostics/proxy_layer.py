"""The proxy lane: alive, key accepted, alias known."""

from fnmatch import fnmatchcase

from ..runner.exchange import Exchange
from ..runner.failing import failure_of
from ..runner.found import Found, FoundKind
from ..runner.identify import identify
from ..runner.names import near_names
from ..runner.shapes import read_models
from .auth_layer import unsendable
from .model import Evidence, Outcome, Status
from .outcomes import evidence_of, of_failure, passed
from .site import Site, is_sendable


async def proxy_alive(site: Site) -> Outcome:
    """LiteLLM's liveliness, or Docker's own gateway; neither asks for a key here."""
    address = site.proxy_address
    alive = await site.api(address).get("/health/liveliness")
    if alive.error is not None:
        return of_failure(failure_of(site.proxy, alive))
    found = await identify(
        address, client_for=site.surroundings.client_for, seconds=site.limits.answer
    )
    if found is None or not found.kind.is_gateway:
        return _no_gateway(found, evidence_of(alive))
    if found.note:
        return Outcome(
            status=Status.WARN,
            summary=f"{found.title} is not ready",
            evidence=(*evidence_of(alive), Evidence("readiness", found.note)),
            cause="it is just starting, or something it needs is missing",
            cure="Wait until it is ready, or look into its log.",
        )
    return passed(f"{found.title} is alive", *evidence_of(alive))


def _no_gateway(found: Found | None, evidence: tuple[Evidence, ...]) -> Outcome:
    known = found.title if found and found.kind is not FoundKind.UNKNOWN else ""
    return Outcome(
        status=Status.FAIL if known else Status.WARN,
        summary=f"this is no gateway: {known}" if known else "no known gateway answers here",
        evidence=evidence,
        cause="another program listens at the address of the proxy",
        cure="Check host and port; a LiteLLM Proxy listens on 4000 unless it is told otherwise.",
        command="litellm --config config.yaml --host 127.0.0.1 --port 4000",
    )


async def proxy_key(site: Site) -> Outcome:
    """Listing the aliases needs the key and asks no model."""
    if not is_sendable(site.proxy.key.reveal()):
        return unsendable()
    answer = await _aliases(site)
    if answer.status != 200:
        return of_failure(failure_of(site.proxy, answer))
    word = "the key is accepted" if site.proxy.key else "no key is set, and none is asked for"
    return passed(word, *evidence_of(answer)[::2])


async def proxy_alias(site: Site) -> Outcome:
    """Whether the lane's model is one of the proxy's aliases, wildcards included."""
    answer, model = await _aliases(site), site.proxy.model
    names = [entry.id for entry in read_models(answer.json_object())]
    listed = Evidence("aliases", ", ".join(names) or "none")
    if any(model == name or ("*" in name and fnmatchcase(model, name)) for name in names):
        return passed(f"the proxy knows {model}", listed)
    near = near_names(model, names) or names
    return Outcome(
        status=Status.FAIL,
        summary=f"the proxy knows no alias '{model}'",
        evidence=(listed,),
        cause="a proxy is asked for an alias of its config.yaml (model_name), not for a model",
        cure=f"Ask for {near[0]}, or add the alias to the proxy's config.yaml."
        if near
        else "Add a model to the proxy's config.yaml.",
        command=f"quayside chat 'Hello' --lane proxy:{near[0]}" if near else "",
    )


async def _aliases(site: Site) -> Exchange:
    address = site.proxy_address
    return await site.api(address, site.proxy).fetch(address.models_url)
