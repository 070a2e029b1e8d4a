"""What a server's certificate says, also where it is not trusted."""

import asyncio
import ssl
from typing import cast
from urllib.parse import urlsplit

from .address import EngineAddress

_NAMES = ("DNS", "IP Address")


async def certificate_names(address: EngineAddress) -> tuple[str, ...]:
    """Host names and IP addresses that the certificate of an https address is made for.

    Nothing is sent but the handshake. Raises `OSError` where there is none.
    """
    open_to_all = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    open_to_all.check_hostname, open_to_all.verify_mode = False, ssl.CERT_NONE
    whole = await _shown(address, open_to_all)
    own = whole.getpeercert(binary_form=True)
    if own is None:
        return ()
    # Python tells the names of a trusted certificate alone; so it is trusted, and asked again.
    itself = ssl.create_default_context(cadata=ssl.DER_cert_to_PEM_cert(own))
    itself.check_hostname = False
    itself.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    details = (await _shown(address, itself)).getpeercert() or {}
    pairs = cast("tuple[tuple[str, str], ...]", details.get("subjectAltName", ()))
    return tuple(value for kind, value in pairs if kind in _NAMES)


async def _shown(address: EngineAddress, context: ssl.SSLContext) -> ssl.SSLObject:
    parts = urlsplit(address.origin)
    _, writer = await asyncio.open_connection(
        parts.hostname, parts.port or 443, ssl=context, server_hostname=parts.hostname
    )
    try:
        return cast("ssl.SSLObject", writer.get_extra_info("ssl_object"))
    finally:
        writer.transport.abort()
