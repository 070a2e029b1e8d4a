"""The deep checks: one real token, streamed. They load the model."""

import time
from contextlib import aclosing
from dataclasses import replace

from ..events import Event, Failed, Finished, HeadersReceived, ReasoningDelta, TextDelta
from ..lanes import Lane
from .model import Evidence, Outcome, Status
from .outcomes import of_failure, passed
from .site import Site

PROMPT = "Say hi."


async def engine_stream(site: Site) -> Outcome:
    return await _one_token(site, site.engine)


async def litellm_stream(site: Site) -> Outcome:
    return await _one_token(site, site.litellm)


async def _one_token(site: Site, lane: Lane) -> Outcome:
    lane = replace(
        lane, parameters={**lane.parameters, "max_tokens": 1, "temperature": 0}, stream=True
    )
    started, events = time.monotonic(), list[Event]()
    source = site.surroundings.source_for(site.environment)
    try:
        async with aclosing(source.reply(lane, [{"role": "user", "content": PROMPT}])) as reply:
            async for event in reply:
                events.append(event)
    finally:
        await source.close()
    return _judged(lane, events, started)


def _judged(lane: Lane, events: list[Event], started: float) -> Outcome:
    last = events[-1] if events else None
    if isinstance(last, Failed):
        return of_failure(last.failure)
    if not isinstance(last, Finished):
        return Outcome(status=Status.FAIL, summary="the reply ended without a word")
    return passed(f"{lane.label} streamed one token", *_times(events, started))


def _times(events: list[Event], started: float) -> tuple[Evidence, ...]:
    headers = next((one.at for one in events if isinstance(one, HeadersReceived)), None)
    first = next((one.at for one in events if isinstance(one, (TextDelta, ReasoningDelta))), None)
    told = (("headers", headers), ("first token", first), ("all", events[-1].at))
    return tuple(
        Evidence(label, f"after {(at - started) * 1000:.0f} ms") for label, at in told if at
    )
