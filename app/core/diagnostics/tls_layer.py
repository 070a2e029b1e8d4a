"""Whether both ends mean the same by http:// and https://."""

from dataclasses import replace

from ..runner.failing import failure_of
from ..wire.address import EngineAddress
from .model import Change, Outcome
from .outcomes import evidence_of, of_failure, passed
from .site import Site

_HTTPS_WANTED = frozenset(["tls-expected"])
_NO_HTTPS = frozenset(["tls-mismatch"])
_TLS_FAILURES = _HTTPS_WANTED | _NO_HTTPS | {"certificate-refused"}


async def engine_tls(site: Site) -> Outcome:
    return await _tls(site, site.engine_address, "api_base")


async def proxy_tls(site: Site) -> Outcome:
    return await _tls(site, site.proxy_address, "proxy_base")


async def _tls(site: Site, address: EngineAddress, setting: str) -> Outcome:
    """One harmless request: a wrong scheme shows in how it fails."""
    lane = site.engine if setting == "api_base" else site.proxy
    # A server that is silent here is told as such by the next check, which has more patience.
    answer = await site.api(address).get("/", site.limits.answer / 3)
    failed = answer.error is not None or answer.status == 400
    failure = failure_of(lane, answer) if failed else None
    if failure is None or failure.kind not in _TLS_FAILURES:
        secure = address.origin.startswith("https:")
        return passed("the certificate is trusted" if secure else "plain HTTP, as the base says")
    outcome = of_failure(failure, *evidence_of(answer)[2:])
    if failure.kind == "certificate-refused":
        return outcome
    scheme = "https" if failure.kind in _HTTPS_WANTED else "http"
    base = f"{scheme}://{address.api_base.partition('://')[2]}"
    return replace(outcome, changes=(Change(setting, base),), command="")
