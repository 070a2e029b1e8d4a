"""Who listens at the engine's address."""

from ..runner.exchange import Exchange
from ..runner.failing import failure_of
from ..runner.found import Found, FoundKind
from ..runner.identify import identify
from ..wire.address import EngineAddress, parse_engine_base
from .model import Change, Evidence, Outcome, Status
from .outcomes import evidence_of, passed
from .site import Site, host_and_port


async def engine_listener(site: Site) -> Outcome:
    """A runner, another engine, a gateway by mistake, or nothing that speaks HTTP."""
    address = site.engine_address
    first = await site.api(address).get("/engines/status")
    if first.error is not None:
        return _silent(site, address, first)
    found = await identify(
        address, client_for=site.surroundings.client_for, seconds=site.limits.answer
    )
    evidence = evidence_of(first)
    return _judged(address, found, evidence) if found else _unknown(evidence)


def _silent(site: Site, address: EngineAddress, first: Exchange) -> Outcome:
    failure = failure_of(site.engine, first)
    lost = failure.kind == "connection-reset"
    cure = "See which program holds the port, and check http or https in the base URL."
    return Outcome(
        status=Status.FAIL,
        summary="something accepts connections there but does not answer HTTP",
        evidence=evidence_of(first),
        cause=failure.cause if lost else "another program holds the port, or it hangs",
        cure=f"{cure} {failure.cure}" if lost else cure,
        command=f"lsof -nP -iTCP:{host_and_port(address)[1]} -sTCP:LISTEN",
    )


def _judged(address: EngineAddress, found: Found, evidence: tuple[Evidence, ...]) -> Outcome:
    if found.kind is FoundKind.UNKNOWN:
        return _unknown(evidence)
    if found.kind.is_gateway:
        return _is_gateway(found, evidence)
    if found.kind is not FoundKind.RUNNER:
        return _other_engine(address, found, evidence)
    if found.note:
        return Outcome(
            status=Status.FAIL,
            summary=found.note,
            evidence=evidence,
            cause="the runner is switched off, or just starting",
            cure="Switch Docker Model Runner on, then look again.",
            command="docker desktop enable model-runner --tcp 12434",
        )
    return passed(f"{found.title} {found.version}".rstrip(), *evidence)


def _other_engine(address: EngineAddress, found: Found, evidence: tuple[Evidence, ...]) -> Outcome:
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


def _is_gateway(found: Found, evidence: tuple[Evidence, ...]) -> Outcome:
    return Outcome(
        status=Status.FAIL,
        summary=f"this is no engine: {found.title}",
        evidence=evidence,
        cause="the base of the engine is the address of a gateway",
        cure="Give this address as the proxy, and the runner's own address as the base.",
        changes=(
            Change("proxy_base", found.base),
            Change("api_base", "http://localhost:12434/engines/llama.cpp"),
        ),
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
