"""The deep checks of a proxy: one token, and pieces that come when they are made."""

from collections.abc import Sequence
from dataclasses import replace

from ..events import Event, Failed, Finished
from .asking import PIECES, STORY, events_of, flow_of, phases_of
from .model import Evidence, Outcome, Status
from .outcomes import of_failure, passed
from .site import Site
from .upstream_words import FROM_CONTAINER


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
    return passed(f"{site.proxy.label} streamed one token", *phases_of(events, started).evidence)


async def proxy_flow(site: Site) -> Outcome:
    """Whether the pieces of an answer come one by one, or all at its end."""
    events, started = await events_of(site, site.proxy, STORY, {"max_tokens": PIECES})
    failed = failure_in(events)
    if failed is not None:
        return failed
    flow = flow_of(events, started)
    if flow.too_short:
        return passed("the answer was too short to tell whether it was held back", *flow.evidence)
    if flow.held_back:
        return _held_back(flow.evidence)
    return passed(f"{flow.pieces} pieces came one by one", *flow.evidence)


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
