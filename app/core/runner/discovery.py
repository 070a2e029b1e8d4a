"""Finding runners and gateways on this machine, all at once and within a short time."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass

from ..wire.address import parse_engine_base
from ..wire.connections import open_client
from .candidates import Candidate, candidates
from .found import EngineState, Found, FoundKind, ModelState
from .identify import DEADLINE, ClientFor, identify

__all__ = [
    "Attempt",
    "Candidate",
    "EngineState",
    "Found",
    "FoundKind",
    "ModelState",
    "candidates",
    "discover",
    "identify",
]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A candidate that was asked, and what it turned out to be; None when it was silent."""

    candidate: Candidate
    found: Found | None
    milliseconds: float


async def discover(
    offered: Sequence[Candidate],
    *,
    client_for: ClientFor = open_client,
    seconds: float = DEADLINE,
    tried: Callable[[Attempt], None] | None = None,
) -> AsyncGenerator[Found, None]:
    """Ask all candidates at once; what is recognised comes as it is found.

    Silent candidates and servers of an unknown kind are left out, but `tried` hears
    of them all. Ends within `seconds`; closing the generator ends the search at once.
    """
    tasks = [asyncio.create_task(_attempt(candidate, client_for, seconds)) for candidate in offered]
    try:
        for done in asyncio.as_completed(tasks):
            attempt = await done
            if tried is not None:
                tried(attempt)
            if attempt.found is not None and attempt.found.kind is not FoundKind.UNKNOWN:
                yield attempt.found
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _attempt(candidate: Candidate, client_for: ClientFor, seconds: float) -> Attempt:
    started = time.monotonic()
    found = await identify(
        parse_engine_base(candidate.base),
        client_for=client_for,
        source=candidate.source,
        seconds=seconds,
    )
    return Attempt(candidate, found, (time.monotonic() - started) * 1000)
