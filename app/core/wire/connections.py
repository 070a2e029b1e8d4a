"""HTTP clients that suit an engine: patient, local, without surprises."""

import ipaddress
import ssl
from urllib.request import getproxies, proxy_bypass

import httpx

from .... import __version__
from .address import EngineAddress
from .dialling import LIVENESS
from .transport import DirectTransport

CONNECT_SECONDS = 5.0
# Uvicorn and llama.cpp close idle connections after 5 s; a request that meets the closing fails.
KEEP_ALIVE_SECONDS = 3.0


class TrustError(ValueError):
    """No certificate can be checked: SSL_CERT_FILE or SSL_CERT_DIR names what cannot be read."""


_LOCAL_SUFFIXES = (".localhost", ".docker.internal")


def open_client(
    address: EngineAddress, *, transport: httpx.AsyncBaseTransport | None = None
) -> httpx.AsyncClient:
    """A client for one base, over the transport that stamps where it can. The caller closes it.

    There is no read timeout, because an engine that loads a model is silent and a
    client that hangs up ends the load. Redirects are not followed. A web proxy from
    the environment is used for hosts in the network only. Raises `ValueError` or
    `ImportError` where the environment names a web proxy that cannot be used, and
    `TrustError` where it names certificates that cannot.
    """
    own = transport or _own_transport(address)
    return httpx.AsyncClient(
        transport=own,
        timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
        limits=_limits(),
        # Compression would hold back what is followed, and hide how large an answer is.
        headers={"user-agent": f"quayside/{__version__}", "accept-encoding": "identity"},
        follow_redirects=False,
        trust_env=transport is None and not is_local(address),
        # Never looked at beside a transport; a context takes a megabyte.
        verify=_tls_context(address) if own is None else True,
    )


def is_local(address: EngineAddress) -> bool:
    """Whether the address is this machine's, which no web proxy could reach."""
    return is_loopback(address) or httpx.URL(address.origin).host.endswith(_LOCAL_SUFFIXES)


def is_loopback(address: EngineAddress) -> bool:
    """Whether what is sent there cannot leave this machine."""
    host = httpx.URL(address.origin).host
    if address.socket or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _own_transport(address: EngineAddress) -> httpx.AsyncBaseTransport | None:
    """None where a web proxy may stand between: that way is httpx's own."""
    if not is_local(address) and _has_web_proxy(address):
        return None
    if address.origin.startswith("https:"):
        return httpx.AsyncHTTPTransport(
            verify=_tls_context(address), trust_env=False, limits=_limits(), socket_options=LIVENESS
        )
    return DirectTransport(keep_alive=KEEP_ALIVE_SECONDS, socket=address.socket)


def _has_web_proxy(address: EngineAddress) -> bool:
    """Whether the environment may lead a request through one; httpx then decides for itself."""
    named = getproxies()
    scheme = address.origin.partition(":")[0]
    if not (named.get(scheme) or named.get("all")):
        return False
    return not proxy_bypass(httpx.URL(address.origin).netloc.decode("ascii"))


def _limits() -> httpx.Limits:
    return httpx.Limits(max_keepalive_connections=20, keepalive_expiry=KEEP_ALIVE_SECONDS)


def _tls_context(address: EngineAddress) -> ssl.SSLContext:
    """Certificates are read from disk only where TLS is spoken; else nothing is trusted."""
    if address.origin.startswith("https:"):
        try:
            return httpx.create_ssl_context()
        except OSError as problem:
            raise TrustError(f"SSL_CERT_FILE or SSL_CERT_DIR: {problem}") from problem
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
