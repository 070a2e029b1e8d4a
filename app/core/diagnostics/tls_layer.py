"""Whether both ends mean the same by http:// and https://, and the certificate is trusted."""

import asyncio
import ssl
from contextlib import suppress
from dataclasses import replace
from shlex import quote

from ..failures import Failure
from ..runner.exchange import Exchange
from ..runner.failing import failure_of
from ..wire.address import EngineAddress, parse_engine_base
from ..wire.causes.exceptions import chain
from ..wire.connections import TrustError, is_loopback
from .model import Change, Evidence, Outcome, Status
from .outcomes import evidence_of, of_failure, passed
from .site import Site, host_and_port

_HTTPS_WANTED = "tls-expected"
_NO_HTTPS = "tls-mismatch"
_SILENT = "tls-silent"
_REFUSED = "certificate-refused"
_EXPIRED = 10
_OTHER_NAME = (62, 64)
"""OpenSSL's codes: X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH."""
_SWITCH = "MODEL_RUNNER_TLS"
_AUTHORITY = "MODEL_RUNNER_TLS_CA_CERT"
_PLAIN_PORT = 12434
_NGINX = "plain HTTP request was sent to HTTPS port"
_IN_PLAIN = "The base says http://, so that the request went out in plain HTTP."
_TRUST = (
    "Take the certificate over, if it is the server's own, and trust it. SSL_CERT_FILE then "
    "stands for all authorities: unset it for other servers."
)


async def engine_tls(site: Site) -> Outcome:
    return await _tls(site, site.engine_address, "api_base")


async def proxy_tls(site: Site) -> Outcome:
    return await _tls(site, site.proxy_address, "proxy_base")


async def _tls(site: Site, address: EngineAddress, setting: str) -> Outcome:
    """One harmless request: a wrong scheme shows in how it fails."""
    lane = site.engine if setting == "api_base" else site.proxy
    secure = address.origin.startswith("https:")
    # A server that is silent here is told as such by the next check, which has more patience.
    try:
        answer = await site.api(address).get("/", site.limits.answer / 3)
    except TrustError as problem:
        return _no_trust(str(problem))
    if answer.error is None and answer.status != 400:
        return passed("the certificate is trusted" if secure else "plain HTTP, as the base says")
    failure = failure_of(lane, answer)
    if failure.kind == _REFUSED:
        return await _refused(site, address, setting, failure, answer)
    silent = failure.kind == _SILENT and await _speaks_plainly(site, address)
    if failure.kind == _NO_HTTPS or silent:
        return _wrong_scheme(site, address, setting, of_failure(failure), "http")
    if not secure and await _wants_https(site, address, failure, answer):
        outcome = of_failure(replace(failure, summary="this port speaks HTTPS", cause=_IN_PLAIN))
        return _wrong_scheme(site, address, setting, outcome, "https")
    return passed("the server has not told yet" if answer.error else "as the base says")


def _no_trust(problem: str) -> Outcome:
    return Outcome(
        status=Status.FAIL,
        summary="no certificate can be checked",
        evidence=(Evidence("certificates", problem),),
        cause="SSL_CERT_FILE or SSL_CERT_DIR names certificates that are not there",
        cure="Unset them, or name a file that can be read.",
        command="unset SSL_CERT_FILE SSL_CERT_DIR",
    )


async def _speaks_plainly(site: Site, address: EngineAddress) -> bool:
    """Some servers wait for more of what they do not understand."""
    place, port = address.origin.removeprefix("https://"), host_and_port(address)[1]
    named = place if place.endswith(f":{port}") else f"{place}:{port}"
    plain = replace(address, origin=f"http://{named}")
    answer = await site.api(plain).get("/", site.limits.answer / 3)
    return answer.error is None


async def _wants_https(
    site: Site, address: EngineAddress, failure: Failure, answer: Exchange
) -> bool:
    """Some servers say so; others hang up, or answer in TLS, and shake hands when asked to."""
    if failure.kind == _HTTPS_WANTED or _NGINX in answer.text:
        return True
    if address.socket or answer.error is None or answer.timed_out:
        return False
    try:
        async with asyncio.timeout(site.limits.answer / 3):
            await site.surroundings.certificate_names(address)
    except (OSError, TimeoutError):
        return False
    return True


def _wrong_scheme(
    site: Site, address: EngineAddress, setting: str, outcome: Outcome, scheme: str
) -> Outcome:
    if setting == "api_base" and _is_dockers(site):
        # The scheme of MODEL_RUNNER_HOST is what the other variable says.
        wanted = scheme == "https"
        return replace(
            outcome,
            cause=f"{outcome.cause} The base comes from MODEL_RUNNER_HOST, and its scheme from "
            f"{_SWITCH}.",
            cure=f"Set {_SWITCH}." if wanted else f"Unset {_SWITCH}.",
            command=f"export {_SWITCH}=true" if wanted else f"unset {_SWITCH}",
        )
    base = f"{scheme}://{address.api_base.partition('://')[2]}"
    cure = f"Write the base with {scheme}://."
    return replace(outcome, cure=cure, changes=(Change(setting, base),), command="")


def _is_dockers(site: Site) -> bool:
    bare = "://" not in site.environment.get("MODEL_RUNNER_HOST", "://")
    return bare and site.subject.source_of("api_base") == "environment MODEL_RUNNER_HOST"


async def _refused(
    site: Site, address: EngineAddress, setting: str, failure: Failure, answer: Exchange
) -> Outcome:
    outcome = of_failure(failure, *evidence_of(answer)[2:])
    code = _code(answer)
    if code == _EXPIRED:
        return replace(
            outcome,
            summary="the certificate has expired",
            cause=failure.cause.rpartition(": ")[2],
            cure="Let the runner make a new one, or give it another.",
            command="docker model reinstall-runner --tls",
        )
    if code in _OTHER_NAME:
        return await _other_name(site, address, setting, outcome)
    plain = await _plain_runner(site, address) if setting == "api_base" else None
    if plain is not None:
        return replace(
            outcome,
            cure="Use its port without TLS: what is sent to it does not leave this machine.",
            changes=(Change(setting, plain.api_base),),
            command="",
        )
    own = site.environment.get(_AUTHORITY, "")
    if own and not site.environment.get("SSL_CERT_FILE"):
        return replace(
            outcome,
            cure=f"Trust what {_AUTHORITY} names: Docker's CLI reads it, and no other program.",
            command=f"export SSL_CERT_FILE={quote(own)}",
        )
    return replace(outcome, cure=_TRUST, command=_trusting(address))


def _trusting(address: EngineAddress) -> str:
    host, port = host_and_port(address)
    fetch = f"openssl s_client -connect {host}:{port} </dev/null | openssl x509 -out runner.pem"
    return f"{fetch} && export SSL_CERT_FILE=$PWD/runner.pem"


def _code(answer: Exchange) -> int:
    causes = chain(answer.error) if answer.error is not None else ()
    refusals = (one for one in causes if isinstance(one, ssl.SSLCertVerificationError))
    return next((getattr(one, "verify_code", 0) for one in refusals), 0)


async def _other_name(
    site: Site, address: EngineAddress, setting: str, outcome: Outcome
) -> Outcome:
    names: tuple[str, ...] = ()
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(site.limits.answer / 3):
            names = await site.surroundings.certificate_names(address)
    host = host_and_port(address)[0]
    usable = [name for name in names if "*" not in name]
    moved = [Change(setting, _moved(address, name)) for name in usable[:1]]
    return Outcome(
        status=Status.FAIL,
        summary=f"the certificate is for another name than {host}",
        evidence=(*outcome.evidence, Evidence("made for", ", ".join(names) or "not told")),
        cause="the server is asked by a name or a number that its certificate does not hold",
        cure="Ask for it by a name that stands in the certificate.",
        changes=tuple(moved),
    )


def _moved(address: EngineAddress, name: str) -> str:
    host = f"[{name}]" if ":" in name else name
    path = address.api_base.removeprefix(address.origin)
    return f"https://{host}:{host_and_port(address)[1]}{path}"


async def _plain_runner(site: Site, address: EngineAddress) -> EngineAddress | None:
    """The same runner's port without TLS, on this machine."""
    if not is_loopback(address):
        return None
    host = host_and_port(address)[0]
    plain = parse_engine_base(f"http://{host}:{_PLAIN_PORT}{address.root}")
    answer = await site.api(plain).get("/engines/status", site.limits.answer / 3)
    return plain if answer.status == 200 else None
