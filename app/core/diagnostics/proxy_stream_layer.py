"""The deep checks of a proxy: one token, and pieces that come when they are made."""

import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace

from ..events import Event, Failed, Finished, HeadersReceived, ReasoningDelta, TextDelta
from ..lanes import JsonValue, Lane
from .model import Evidence, Outcome, Status
from .outcomes import of_failure, passed
from .site import Site
from .upstream_words import FROM_CONTAINER

PROMPT = "Write a long story about a ship at sea."
PIECES = 24
ENOUGH = 8
"""Pieces; with fewer one cannot tell whether they were held back."""
AT_ONCE = 0.1
"""Of the wait for the first piece: a stream whose pieces all come within it was held back."""
SHORTEST = 0.1
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


def failure_in(events: Sequence[Event]) -> Outcome | None:
    """What ended the answer; None where it ended well."""
    last = events[-1] if events else None
    if not isinstance(last, Failed):
        return None
    outcome = of_failure(last.failure)
    if last.failure.kind == "cooldown":
        return replace(
            outcome,
            cause="an earlier request to this alias failed, and LiteLLM now refuses all others "
            "for some seconds; asked by Quayside just now, its engine answers",
        )
    if last.failure.kind == "upstream-unreachable":
        return replace(
            outcome,
            cause="Quayside reaches this alias's api_base and the proxy does not: it runs in a "
            "container, where localhost is the container itself",
            cure="Give the alias in config.yaml an address that its container knows; then start "
            "the proxy again.",
            command=f"api_base: {FROM_CONTAINER}",
        )
    return outcome


async def proxy_stream(site: Site) -> Outcome:
    """One token, streamed; a failure here is one that the questions above could not show."""
    events, started = await events_of(
        site, site.proxy, "Say hi.", {"max_tokens": 1, "temperature": 0}
    )
    failed = failure_in(events)
    if failed is not None:
        return failed
    if not events or not isinstance(events[-1], Finished):
        return Outcome(status=Status.FAIL, summary="the reply ended without a word")
    return passed(f"{site.proxy.label} streamed one token", *_times(events, started))


def _times(events: Sequence[Event], started: float) -> list[Evidence]:
    headers = next((one.at for one in events if isinstance(one, HeadersReceived)), None)
    first = next((one.at for one in events if isinstance(one, (TextDelta, ReasoningDelta))), None)
    told = (("headers", headers), ("first token", first), ("all", events[-1].at))
    return [Evidence(label, f"after {(at - started) * 1000:.0f} ms") for label, at in told if at]


async def proxy_flow(site: Site) -> Outcome:
    """Whether the pieces of an answer come one by one, or all at its end."""
    events, started = await events_of(site, site.proxy, PROMPT, {"max_tokens": PIECES})
    failed = failure_in(events)
    if failed is not None:
        return failed
    stamps = [one.at for one in events if isinstance(one, (TextDelta, ReasoningDelta))]
    evidence = _evidence(events, stamps, started)
    if len(stamps) < ENOUGH:
        return passed("the answer was too short to tell whether it was held back", *evidence)
    waited, lasted = stamps[0] - started, stamps[-1] - stamps[0]
    if waited > SHORTEST and lasted < waited * AT_ONCE:
        return _held_back(evidence)
    return passed(f"{len(stamps)} pieces came one by one", *evidence)


def _evidence(
    events: Sequence[Event], stamps: Sequence[float], started: float
) -> tuple[Evidence, ...]:
    headers = next((one for one in events if isinstance(one, HeadersReceived)), None)
    kind = headers.headers.get("content-type", "not told") if headers else "not told"
    told = (f"after {(at - started) * 1000:.0f} ms" for at in (*stamps[:1], *stamps[-1:]))
    rows = zip(("first piece", "last piece"), told, strict=False)
    return (
        Evidence("content-type", kind),
        Evidence("pieces", str(len(stamps))),
        *(Evidence(label, text) for label, text in rows),
    )


def _held_back(evidence: tuple[Evidence, ...]) -> Outcome:
    return Outcome(
        status=Status.WARN,
        summary="the answer was held back and came all at once",
        evidence=evidence,
        cause="something on the way gathers the stream: a reverse proxy that buffers, a guardrail "
        "or callback of LiteLLM that wants the whole answer, or fake streaming",
        cure="Switch buffering off in what stands before the proxy (nginx: proxy_buffering off), "
        "and look at guardrails and callbacks in config.yaml.",
        command="proxy_buffering off;",
    )
