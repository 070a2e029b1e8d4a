"""Who listens at the engine's address."""

from ..runner.found import Found, FoundKind
from ..runner.identify import identify
from .model import Change, Evidence, Outcome, Status
from .outcomes import evidence_of, passed
from .site import Site, host_and_port


async def engine_listener(site: Site) -> Outcome:
    """A runner, another engine, a gateway by mistake, or nothing that speaks HTTP."""
    address = site.engine_address
    first = await site.api(address).get("/engines/status")
    if first.error is not None:
        return Outcome(
            status=Status.FAIL,
            summary="something accepts connections there but does not answer HTTP",
            evidence=evidence_of(first),
            cause="another program holds the port, it speaks https, or it hangs",
            cure="See which program holds the port, and check http or https in the base URL.",
            command=f"lsof -nP -iTCP:{host_and_port(address)[1]} -sTCP:LISTEN",
        )
    found = await identify(
        address, client_for=site.surroundings.client_for, seconds=site.limits.answer
    )
    evidence = evidence_of(first)
    return _judged(found, evidence) if found else _unknown(evidence)


def _judged(found: Found, evidence: tuple[Evidence, ...]) -> Outcome:
    if found.kind is FoundKind.UNKNOWN:
        return _unknown(evidence)
    if found.kind.is_gateway:
        return _is_gateway(found, evidence)
    if found.kind is not FoundKind.RUNNER:
        note = Evidence("its own base", found.base)
        return passed(f"{found.title}; the runner's extras are not there", *evidence, note)
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
