"""HTTP clients that suit an engine: patient, local, without surprises."""

import ipaddress
import ssl

import httpx

from .... import __version__
from .address import EngineAddress

CONNECT_SECONDS = 5.0
# Uvicorn and llama.cpp close idle connections after 5 s; a request that meets the closing fails.
KEEP_ALIVE_SECONDS = 3.0
_LOCAL_SUFFIXES = (".localhost", ".docker.internal")


def open_client(
    address: EngineAddress, *, transport: httpx.AsyncBaseTransport | None = None
) -> httpx.AsyncClient:
    """A client for one base. The caller closes it.

    There is no read timeout, because an engine that loads a model is silent and a
    client that hangs up ends the load. Redirects are not followed. A web proxy from
    the environment is used for hosts in the network only. Raises `ValueError` or
    `ImportError` where the environment names a web proxy that cannot be used.
    """
    return httpx.AsyncClient(
        transport=transport or _socket_transport(address),
        timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
        limits=_limits(),
        headers={"user-agent": f"quayside/{__version__}"},
        follow_redirects=False,
        trust_env=transport is None and not is_local(address),
        verify=_tls_context(address),
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


def _socket_transport(address: EngineAddress) -> httpx.AsyncBaseTransport | None:
    if not address.socket:
        return None
    return httpx.AsyncHTTPTransport(
        uds=address.socket, limits=_limits(), verify=_tls_context(address)
    )


def _limits() -> httpx.Limits:
    return httpx.Limits(max_keepalive_connections=20, keepalive_expiry=KEEP_ALIVE_SECONDS)


def _tls_context(address: EngineAddress) -> ssl.SSLContext:
    """Certificates are read from disk only where TLS is spoken; else nothing is trusted."""
    if address.origin.startswith("https:"):
        return httpx.create_ssl_context()
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
