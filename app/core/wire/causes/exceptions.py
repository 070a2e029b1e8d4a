"""A request that got no response, explained from the operating system's words."""

import errno
import os
import socket
import ssl
from collections.abc import Iterator
from typing import cast

import httpx

from ...failures import Failure
from ...lanes import Lane, Path
from ..address import AddressError
from ..connections import is_local
from ..request import address_of
from ..unpacking import AnswerCut
from ..wire_request import RequestRefused, WireRequest
from . import exception_words as say
from .evidence import Words, failure, fill, place_facts

_CONNECTION_LOST = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)
_BY_ERROR_NUMBER = {
    errno.ECONNRESET: say.RESET,
    errno.EPIPE: say.RESET,
    errno.ECONNABORTED: say.RESET,
    errno.EHOSTUNREACH: say.UNREACHABLE,
    errno.ENETUNREACH: say.UNREACHABLE,
    errno.ETIMEDOUT: say.CONNECT_TIMEOUT,
    errno.ENOENT: say.SOCKET_MISSING,
    errno.EACCES: say.DENIED,
    errno.EPERM: say.DENIED,
}


def explain_exception(lane: Lane, request: WireRequest | None, error: BaseException) -> Failure:
    """The failure that an exception of httpx, of the system or of this package stands for.

    `request` is None where none could be made.
    """
    facts = place_facts(lane) | {"message": _own_words(error)}
    return failure(fill(_words(lane, error, facts), facts), lane, request, _seen(error))


def chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and all behind it, causes and members of groups, each once."""
    pending, known = [error], set[int]()
    while pending:
        one = pending.pop(0)
        if id(one) in known:
            continue
        known.add(id(one))
        yield one
        if isinstance(one, BaseExceptionGroup):
            pending += cast("BaseExceptionGroup[BaseException]", one).exceptions
        pending += [behind for behind in (one.__cause__, one.__context__) if behind is not None]


def _words(lane: Lane, error: BaseException, facts: dict[str, str]) -> Words:
    if isinstance(error, AddressError):
        return say.BAD_ADDRESS
    if isinstance(error, RequestRefused | httpx.LocalProtocolError):
        return say.NOT_SENT
    if isinstance(error, AnswerCut):
        return say.CUT
    return _connection_words(lane, error, facts) or _protocol_words(error)


def _connection_words(lane: Lane, error: BaseException, facts: dict[str, str]) -> Words | None:
    for one in chain(error):
        if isinstance(one, ssl.SSLCertVerificationError):
            return _certificate_words(one)
        if isinstance(one, ssl.SSLError) and not isinstance(error, _CONNECTION_LOST):
            waited = isinstance(error, httpx.ConnectTimeout)
            return say.TLS_SILENT if waited else say.TLS_MISMATCH
        if isinstance(one, socket.gaierror):
            in_container = facts.get("host", "").endswith(".docker.internal")
            return say.CONTAINER_NAME if in_container else say.NAME
    numbers = {one.errno for one in chain(error) if isinstance(one, OSError)}
    if errno.ECONNREFUSED in numbers:
        return _nothing_listening(lane, facts)
    if errno.ETIMEDOUT in numbers and isinstance(error, httpx.ReadError | httpx.WriteError):
        return say.GONE
    found = (words for number, words in _BY_ERROR_NUMBER.items() if number in numbers)
    return next(found, None)


def _certificate_words(error: ssl.SSLCertVerificationError) -> Words:
    said = str(error)
    if "expired" in said or "not yet valid" in said:
        return say.CERTIFICATE_EXPIRED
    return say.CERTIFICATE_OF_OTHERS if "mismatch" in said else say.CERTIFICATE


def _nothing_listening(lane: Lane, facts: dict[str, str]) -> Words:
    port = facts.get("host", "").rpartition(":")[2]
    if facts.get("socket"):
        return say.SOCKET_SILENT
    if port == "22088":
        return say.NOTHING_ON_22088
    if lane.path is Path.PROXY:
        return say.NO_GATEWAY
    if port == "12434":
        return say.NOTHING_ON_12434
    return say.NOTHING if is_local(address_of(lane)) else say.NOTHING_ELSEWHERE


def _protocol_words(error: BaseException) -> Words:
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return say.CONNECT_TIMEOUT
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return say.TIMEOUT
    if isinstance(error, httpx.ProxyError | ImportError):
        return say.WEB_PROXY
    if isinstance(error, httpx.DecodingError):
        return say.BROKEN_ENCODING
    if isinstance(error, httpx.RemoteProtocolError) and "disconnected" not in str(error):
        return say.NOT_HTTP if "status line" in str(error) else say.BROKEN_HTTP
    if isinstance(error, _CONNECTION_LOST):
        return say.RESET
    if isinstance(error, httpx.ConnectError):
        return say.NOT_CONNECTED
    return say.NOT_SENT


def _own_words(error: BaseException) -> str:
    """The words nearest to the cause; a header's text, which may be a key, is left out."""
    if isinstance(error, httpx.LocalProtocolError):
        return "a header or the URL holds a character that HTTP does not allow"
    system = [one for one in chain(error) if isinstance(one, OSError) and str(one)]
    # That OpenSSL waits for bytes is in the chain of each connection that broke meanwhile.
    system = [one for one in system if not isinstance(one, ssl.SSLWantReadError)]
    if not system:
        return str(error) or type(error).__name__
    last = system[-1]
    # OpenSSL's numbers are none of the system's.
    number = 0 if isinstance(last, ssl.SSLError) else last.errno or 0
    meaning = os.strerror(number) if number > 0 else ""
    return str(last) if meaning in str(last) else f"{meaning}: {last}"


def _seen(error: BaseException) -> str:
    words, name = _own_words(error), type(error).__name__
    shown = "" if isinstance(error, AddressError | RequestRefused) else f"{name}: "
    came = "half a response" if isinstance(error, AnswerCut) else "no response"
    return f"{came}\n{shown}{words}"
