"""One real request of a deep check: its events, its phases, and whether its pieces flow."""

import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from ..events import Event, Finished, HeadersReceived, ReasoningDelta, TextDelta, Timings
from ..lanes import JsonValue, Lane
from .model import Evidence
from .site import Site

STORY = "Write a long story about a ship at sea."
PIECES = 24
ENOUGH = 8
"""Pieces; with fewer one cannot tell whether they were held back."""
_AT_ONCE = 0.1
"""Of the wait for the first piece: a stream whose pieces all come within it was held back."""
_SHORTEST = 0.1
"""Seconds; an engine that has answered in less may well be that fast."""


async def events_of(
    site: Site, lane: Lane, prompt: str, parameters: dict[str, JsonValue]
) -> tuple[list[Event], float]:
    """All events of one streamed answer, and the monotonic time at which it was asked for."""
    lane = replace(lane, parameters={**lane.parameters, **parameters}, stream=True)
    started, events = time.monotonic(), list[Event]()
    source = site.surroundings.source_for(site.environment)
    try:
        async with aclosing(source.reply(lane, [{"role": "user", "content": prompt}])) as reply:
            async for event in reply:
                events.append(event)
    finally:
        await source.close()
    return events, started


@dataclass(frozen=True, slots=True)
class Phases:
    """Seconds; None for what cannot be told. `load` holds every wait for the first byte."""

    connect: float | None
    load: float | None
    prefill: float | None
    decode: float | None
    first: float | None
    """From asking to the first token, all of the above together."""
    timings: Timings | None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        told = (
            ("connect", self.connect),
            ("load and queue", self.load),
            ("prefill", self.prefill),
            ("first token", self.first),
            ("decode", self.decode),
        )
        rows = [Evidence(name, f"{seconds * 1000:.0f} ms") for name, seconds in told if seconds]
        return (*rows, *_servers_own(self.timings))


def phases_of(events: Sequence[Event], started: float) -> Phases:
    """A runner sends no byte while it loads, then its headers at once, then the first token."""
    headers = next((one for one in events if isinstance(one, HeadersReceived)), None)
    first = next((one.at for one in events if isinstance(one, (TextDelta, ReasoningDelta))), None)
    last = events[-1] if events else None
    connection = headers.connection if headers is not None else None
    sent = connection.sent_at if connection is not None else started
    return Phases(
        connect=connection.seconds if connection is not None else None,
        load=headers.at - sent if headers is not None else None,
        prefill=first - headers.at if headers is not None and first is not None else None,
        decode=last.at - first if isinstance(last, Finished) and first is not None else None,
        first=first - started if first is not None else None,
        timings=last.timings if isinstance(last, Finished) else None,
    )


@dataclass(frozen=True, slots=True)
class Flow:
    """How the pieces of an answer came."""

    pieces: int
    held_back: bool
    """Whether they all came at the end of a wait."""
    evidence: tuple[Evidence, ...]

    @property
    def too_short(self) -> bool:
        return self.pieces < ENOUGH


def flow_of(events: Sequence[Event], started: float) -> Flow:
    stamps = [one.at for one in events if isinstance(one, (TextDelta, ReasoningDelta))]
    headers = next((one for one in events if isinstance(one, HeadersReceived)), None)
    kind = headers.headers.get("content-type", "not told") if headers else "not told"
    told = (f"after {(at - started) * 1000:.0f} ms" for at in (*stamps[:1], *stamps[-1:]))
    rows = zip(("first piece", "last piece"), told, strict=False)
    waited = stamps[0] - started if stamps else 0.0
    lasted = stamps[-1] - stamps[0] if stamps else 0.0
    return Flow(
        pieces=len(stamps),
        held_back=waited > _SHORTEST and lasted < waited * _AT_ONCE,
        evidence=(
            Evidence("content-type", kind),
            Evidence("pieces", str(len(stamps))),
            *(Evidence(label, text) for label, text in rows),
        ),
    )


def _servers_own(timings: Timings | None) -> list[Evidence]:
    if timings is None:
        return []
    # One token has no pace.
    decode = timings.predicted_per_second if timings.predicted_n > 1 else None
    rates = (("prefill", timings.prompt_per_second), ("decode", decode))
    words = [f"{name} {rate:.0f} tokens/s" for name, rate in rates if rate]
    return [Evidence("by the engine's clock", ", ".join(words))] if words else []
