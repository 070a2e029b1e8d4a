"""Who listens at the engine's address."""

from ..runner.found import Found, FoundKind
from ..runner.identify import identify
from ..wire.address import EngineAddress, parse_engine_base
from .alternatives import alternatives
from .connection_words import OPEN_PORT
from .model import Change, Evidence, Outcome, Status
from .outcomes import evidence_of, passed
from .settings_layer import RUNNER_BASE
from .silence_words import silent
from .site import Site

_DESKTOPS_GREETING = "The service is running."


async def engine_listener(site: Site) -> Outcome:
    """A runner, another engine, a gateway by mistake, or nothing that speaks HTTP."""
    address = site.engine_address
    first = await site.api(address).get("/engines/status")
    if first.error is not None:
        return silent(site, address, first)
    evidence = evidence_of(first)
    found = await _identified(site, address)
    if found is None:
        return await _at_another_path(site, address, evidence)
    if found.kind is FoundKind.RUNNER:
        return await _is_runner(site, address, found, evidence)
    if found.kind.is_gateway:
        return await _is_gateway(site, found, evidence)
    return _is_other_engine(address, found, evidence)


async def _identified(site: Site, address: EngineAddress) -> Found | None:
    """What is known by its answers; None for a server that nobody knows."""
    client_for, seconds = site.surroundings.client_for, site.limits.answer
    found = await identify(address, client_for=client_for, seconds=seconds)
    return found if found is not None and found.kind is not FoundKind.UNKNOWN else None


async def _is_runner(
    site: Site, address: EngineAddress, found: Found, evidence: tuple[Evidence, ...]
) -> Outcome:
    if found.note:
        return Outcome(
            status=Status.FAIL,
            summary=found.note,
            evidence=evidence,
            cause="the runner is switched off, or just starting",
            cure="Switch Docker Model Runner on, then look again.",
            command=OPEN_PORT,
        )
    home = await site.api(address).get("/")
    whose = "Docker Desktop's own" if _DESKTOPS_GREETING in home.text else "Docker Engine's, or dmr"
    told = (*evidence, Evidence("runner", whose), Evidence("version", found.version or "not told"))
    return passed(f"{found.title} {found.version}".rstrip(), *told)


def _is_other_engine(
    address: EngineAddress, found: Found, evidence: tuple[Evidence, ...]
) -> Outcome:
    own = parse_engine_base(found.base)
    if own.chat_url == address.chat_url:
        return passed(f"{found.title}; the runner's extras are not there", *evidence)
    return Outcome(
        status=Status.FAIL,
        summary=f"this is no Docker Model Runner: {found.title}",
        evidence=(*evidence, Evidence("its own base", found.base)),
        cause="it knows no engines in the path; its chat route is " + own.chat_url,
        cure="Use its own base, or the base of a Docker Model Runner.",
        changes=(Change("api_base", found.base),),
    )


async def _is_gateway(site: Site, found: Found, evidence: tuple[Evidence, ...]) -> Outcome:
    engines = await alternatives(site, gateways=False)
    return Outcome(
        status=Status.FAIL,
        summary=f"this is no engine: {found.title}",
        evidence=(*evidence, *(Evidence("an engine", one.title) for one in engines)),
        cause="the base of the engine is the address of a gateway",
        cure="Give this address as the proxy, and the runner's own address as the base.",
        changes=(
            Change("proxy_base", found.base),
            Change("api_base", engines[0].base if engines else RUNNER_BASE),
        ),
    )


async def _at_another_path(
    site: Site, address: EngineAddress, evidence: tuple[Evidence, ...]
) -> Outcome:
    """The same server may be known by what it answers without the path of the base."""
    bare = parse_engine_base(address.origin)
    known = await _identified(site, bare) if address.prefix and not address.socket else None
    if known is None or known.kind.is_gateway:
        return _unknown(evidence)
    return Outcome(
        status=Status.FAIL,
        summary=f"the path of the base leads to no route of {known.title}",
        evidence=(*evidence, Evidence("its own base", known.base)),
        cause=f"'{address.root}' is a path of another kind of server; this one has its own path",
        cure="Use its own base.",
        changes=(Change("api_base", known.base),),
    )


def _unknown(evidence: tuple[Evidence, ...]) -> Outcome:
    return Outcome(
        status=Status.WARN,
        summary="an HTTP server that is not known here listens there",
        evidence=evidence,
        cause="it answers none of the routes by which runners, engines and gateways are known",
        cure="Check host and port of the base URL; Docker Model Runner's own port is 12434.",
        command="docker model status",
    )
