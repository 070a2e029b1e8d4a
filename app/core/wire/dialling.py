"""From a host name to a connected socket: all addresses, none of them waited for in vain."""

import asyncio
import errno
import socket
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

import httpx

HEAD_START_SECONDS = 0.25
"""How long an address has before the next one is tried beside it (RFC 8305, section 5)."""

_PROBES = (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 6))
LIVENESS = (
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    *(
        (socket.IPPROTO_TCP, int(getattr(socket, name)), value)
        for name, value in _PROBES
        if hasattr(socket, name)
    ),
)
"""Socket options, level, name and value: an engine may be silent for as long as it loads, but a
machine that is gone without a word (asleep, paused, out of the network) is told after a minute
and a half. The system of a living one answers the probes, whatever its engine does."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server listens."""

    host: str
    port: int
    socket: str = ""
    """Path of a unix socket, or empty for TCP."""


@dataclass(frozen=True, slots=True)
class _Address:
    family: int
    protocol: int
    name: Any


async def dial(place: Place, seconds: float | None) -> socket.socket:
    """A connected socket that does not block; the caller closes it.

    Raises `httpx.ConnectTimeout` and `httpx.ConnectError`; the system's own errors
    stand behind them as their cause.
    """
    try:
        async with asyncio.timeout(seconds):
            return await _first_to_connect(await _addresses(place))
    except TimeoutError as problem:
        raise httpx.ConnectTimeout(str(problem)) from problem
    except (OSError, UnicodeError, ExceptionGroup) as problem:
        raise httpx.ConnectError(str(problem)) from problem


async def _addresses(place: Place) -> list[_Address]:
    if place.socket:
        if not hasattr(socket, "AF_UNIX"):
            raise OSError(errno.EAFNOSUPPORT, "this system has no unix sockets")
        return [_Address(socket.AF_UNIX, 0, place.socket)]
    addresses = await _resolved(place)
    # The families take turns: where one of them leads nowhere, the other comes soon.
    preferred = [one for one in addresses if one.family == addresses[0].family]
    others = [one for one in addresses if one.family != addresses[0].family]
    return [one for one in chain(*zip_longest(preferred, others)) if one is not None]


async def _resolved(place: Place) -> list[_Address]:
    try:
        # A number needs no thread to be looked up in.
        found = socket.getaddrinfo(
            place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST
        )
    except (OSError, UnicodeError):
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    return [_Address(family, protocol, name) for family, _, protocol, _, name in found]


async def _first_to_connect(addresses: list[_Address]) -> socket.socket:
    attempts: set[asyncio.Task[socket.socket]] = set()
    problems: list[Exception] = []
    try:
        while addresses or attempts:
            if addresses:
                attempts.add(asyncio.create_task(_connect(addresses.pop(0))))
            done, _ = await asyncio.wait(
                attempts,
                timeout=HEAD_START_SECONDS if addresses else None,
                return_when=asyncio.FIRST_COMPLETED,
            )
            for attempt in done:
                attempts.discard(attempt)
                try:
                    return attempt.result()
                except OSError as problem:
                    problems.append(problem)
    finally:
        _abandon(attempts)
    if len(problems) == 1:
        raise problems[0]
    raise ExceptionGroup("no address could be connected to", problems)


async def _connect(address: _Address) -> socket.socket:
    one = socket.socket(address.family, socket.SOCK_STREAM, address.protocol)
    try:
        one.setblocking(False)
        if address.protocol == socket.IPPROTO_TCP:
            # A request must not wait for the acknowledgement of the one before.
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for level, name, value in LIVENESS:
                one.setsockopt(level, name, value)
        await asyncio.get_running_loop().sock_connect(one, address.name)
    except BaseException:
        one.close()
        raise
    return one


def _abandon(attempts: set[asyncio.Task[socket.socket]]) -> None:
    for attempt in attempts:
        # One may have won in the same moment.
        attempt.add_done_callback(_close)
        attempt.cancel()


def _close(attempt: asyncio.Task[socket.socket]) -> None:
    if not attempt.cancelled() and attempt.exception() is None:
        attempt.result().close()
