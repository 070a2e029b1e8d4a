"""The deep checks of an engine: one real token, and a few more. They load the model."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from ..events import Event, Failed, Finished
from ..lanes import JsonValue, Lane
from ..runner.api import RunnerApi, RunnerApiError
from .asking import PIECES, STORY, Phases, events_of, flow_of, phases_of
from .model import Evidence, Outcome, Status
from .outcomes import of_failure, passed
from .site import Site

PROMPT = "Say hi."
LONG_LOAD = 30.0
"""Seconds; many clients wait no longer for the first byte."""
SLOW = 4.0
"""Tokens a second; slower than people read."""
_PAUSE = 0.5


async def engine_stream(site: Site) -> Outcome:
    """A token from the engine, after what was in memory before; asked twice where it loads."""
    before = await _in_memory(site.engine_api)
    events, started = await _one_token(site, site.engine)
    refused = _failure(events)
    if refused is not None and _kind(events) == "model-loading":
        await asyncio.sleep(_PAUSE)
        events, started = await _one_token(site, site.engine)
        if _failure(events) is None:
            return _impatient(refused)
    failed = _failure(events)
    if failed is not None:
        return replace(failed, evidence=(*failed.evidence, before))
    phases = phases_of(events, started)
    evidence = (*phases.evidence, before)
    if phases.load is not None and phases.load >= LONG_LOAD:
        return _long_load(site, phases, evidence)
    return passed(f"{site.engine.label} streamed one token", *evidence)


async def litellm_stream(site: Site) -> Outcome:
    events, started = await _one_token(site, site.litellm)
    evidence = phases_of(events, started).evidence
    return _failure(events) or passed(f"{site.litellm.label} streamed one token", *evidence)


async def engine_flow(site: Site) -> Outcome:
    """Whether the pieces of an answer come one by one, and fast enough to read along."""
    asked: dict[str, JsonValue] = {"max_tokens": PIECES, "temperature": 0}
    events, started = await events_of(site, site.engine, STORY, asked)
    failed = _failure(events)
    if failed is not None:
        return failed
    flow, phases = flow_of(events, started), phases_of(events, started)
    evidence = (*flow.evidence, *phases.evidence)
    if flow.too_short:
        return passed("the answer was too short to tell whether it was held back", *evidence)
    if flow.held_back:
        return _held_back(evidence)
    speed = phases.timings.predicted_per_second if phases.timings is not None else None
    if speed is not None and speed < SLOW:
        return await _slow(site, speed, evidence)
    return passed(f"{flow.pieces} pieces came one by one", *evidence)


async def _one_token(site: Site, lane: Lane) -> tuple[list[Event], float]:
    return await events_of(site, lane, PROMPT, {"max_tokens": 1, "temperature": 0})


def _kind(events: Sequence[Event]) -> str:
    last = events[-1] if events else None
    return last.failure.kind if isinstance(last, Failed) else ""


def _failure(events: Sequence[Event]) -> Outcome | None:
    last = events[-1] if events else None
    if isinstance(last, Failed):
        return of_failure(last.failure)
    if not isinstance(last, Finished):
        return Outcome(status=Status.FAIL, summary="the reply ended without a word")
    return None


async def _in_memory(api: RunnerApi) -> Evidence:
    try:
        loaded = ", ".join(entry.model for entry in await api.ps()) or "nothing"
    except RunnerApiError:
        loaded = "not told"
    return Evidence("in memory before", loaded)


def _impatient(refused: Outcome) -> Outcome:
    return replace(
        refused,
        status=Status.WARN,
        summary="the runner answered 503 while it loaded the model, and well when asked again",
        cause="runners before v1.0.11 do not wait for a load; clients that do not ask twice fail",
        cure="Update Docker Desktop, or the runner.",
        command="docker model reinstall-runner",
    )


def _long_load(site: Site, phases: Phases, evidence: tuple[Evidence, ...]) -> Outcome:
    return Outcome(
        status=Status.WARN,
        summary=f"the engine was silent for {phases.load:.0f} s before its first byte",
        evidence=evidence,
        cause="it loaded the model, or worked for others. A client that waits for less hangs up, "
        "which ends the load: it then never gets this model loaded. Five idle minutes later "
        "the runner takes the model out of memory again",
        cure="Keep the model in memory, and let clients wait longer for the first byte (LiteLLM: "
        "timeout).",
        command=f"docker model configure --keep-alive -1 {site.engine.model}",
    )


def _held_back(evidence: tuple[Evidence, ...]) -> Outcome:
    return Outcome(
        status=Status.WARN,
        summary="the answer was held back and came all at once",
        evidence=evidence,
        cause="something between gathers the stream, such as a reverse proxy that buffers; an "
        "engine on this machine sends each token when it has it",
        cure="Switch buffering off in what stands before the engine (nginx: proxy_buffering off).",
        command="proxy_buffering off;",
    )


async def _slow(site: Site, speed: float, evidence: tuple[Evidence, ...]) -> Outcome:
    try:
        engines = await site.engine_api.status()
    except RunnerApiError:
        engines = {}
    told = [Evidence("engine", f"{one.name}: {one.text}") for one in engines.values() if one.usable]
    return Outcome(
        status=Status.WARN,
        summary=f"the engine makes {speed:.1f} tokens a second, slower than one reads",
        evidence=(*evidence, *told),
        cause="it computes on the processor while the graphics card is idle, or the model is too "
        "large for this machine",
        cure="Let the runner look for the graphics card again, or use a smaller model. In Docker "
        "Desktop, GPU support is a switch in the settings.",
        command="docker model reinstall-runner --gpu auto",
    )
