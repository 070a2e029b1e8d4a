"""The request as the engine received it: what the proxy made of ours."""

import asyncio
import json
import secrets
from collections.abc import Mapping

from ..lanes import JsonValue
from ..runner.api import RunnerApi, RunnerApiError
from ..runner.received import ReceivedRequest
from ..wire.address import AddressError, parse_engine_base
from ..wire.jsontext import JsonObject, NotJson, as_object, read_json
from .asking import events_of
from .model import Evidence, Outcome, Status
from .outcomes import clipped, passed, skipped
from .proxy_stream_layer import failure_in
from .site import Site
from .upstreams import is_askable, upstreams

ASKED: Mapping[str, JsonValue] = {"max_tokens": 1, "temperature": 0, "seed": 7}
_FRAME = frozenset(("model", "messages", "stream", "stream_options"))
HEALTH_PROMPTS = ("Hey how's it going?", "What's 1 + 1?")
"""What LiteLLM 1.106.2 asks on `/health`."""
OFTEN = 2
_LOOKS = 10
_PAUSE = 0.1


async def health_checks(site: Site) -> Outcome:
    """Whether the engine spends its time, and its memory, on LiteLLM's questions after health."""
    runner = await _runner(site)
    try:
        records = await runner.received() if runner is not None else []
    except RunnerApiError:
        records = []
    asked = [one for one in records if any(prompt in one.body for prompt in HEALTH_PROMPTS)]
    if len(asked) < OFTEN:
        return passed("no health checks of LiteLLM are on the engine's record")
    return Outcome(
        status=Status.WARN,
        summary=f"{len(asked)} of the engine's last {len(records)} requests are health checks",
        evidence=(Evidence("request", clipped(asked[-1].body)),),
        cause="LiteLLM's /health asks each model a question, which loads it and keeps it in "
        "memory: background_health_checks is on, or something polls /health",
        cure="Take background_health_checks out of general_settings in config.yaml, and let "
        "monitors poll /health/liveliness instead.",
        command="background_health_checks: false",
    )


async def proxy_received(site: Site) -> Outcome:
    """Sends one token's worth through the proxy and looks it up in the runner's own record."""
    runner = await _runner(site)
    if runner is None:
        return skipped("what stands behind the alias keeps no record of requests")
    mark = secrets.token_hex(4)
    events, _ = await events_of(site, site.proxy, f"Say hi. ({mark})", dict(ASKED))
    failed = failure_in(events)
    if failed is not None:
        return failed
    received = await _record(runner, mark)
    if received is None:
        return skipped("the runner has no record of the request")
    return _judged({**site.proxy.parameters, **ASKED}, received)


async def _runner(site: Site) -> RunnerApi | None:
    found, _ = await upstreams(site)
    for upstream in found:
        try:
            address = parse_engine_base(upstream.base)
        except AddressError:
            continue
        if upstream.model and is_askable(site, address):
            return site.api(address)
    return None


async def _record(runner: RunnerApi, mark: str) -> ReceivedRequest | None:
    """A runner writes its record when an answer has ended, which may be after we saw the end."""
    for _ in range(_LOOKS):
        try:
            records = await runner.received()
        except RunnerApiError:
            return None
        found = next((one for one in records if mark in one.body), None)
        if found is not None:
            return found
        await asyncio.sleep(_PAUSE)
    return None


def _judged(asked: Mapping[str, JsonValue], received: ReceivedRequest) -> Outcome:
    body = _object(received.body)
    added = [name for name in body if name not in asked and name not in _FRAME]
    lost = [name for name in asked if name not in body]
    changed = [name for name in asked if name in body and body[name] != asked[name]]
    evidence = (
        Evidence("request", f"{received.method} {received.url}"),
        Evidence("body", clipped(received.body)),
        Evidence("user-agent", received.user_agent or "not told"),
        Evidence("model", f"{body.get('model')}"),
        Evidence("stream_options", json.dumps(body.get("stream_options"))),
        Evidence("added", ", ".join(added) or "nothing"),
    )
    if lost or changed:
        return _altered(lost, changed, evidence)
    return passed("the engine got every parameter as it was sent", *evidence)


def _altered(lost: list[str], changed: list[str], evidence: tuple[Evidence, ...]) -> Outcome:
    parts = [f"lost {', '.join(lost)}"] if lost else []
    parts += [f"changed {', '.join(changed)}"] if changed else []
    return Outcome(
        status=Status.WARN,
        summary=f"the proxy {' and '.join(parts)} on the way to the engine",
        evidence=evidence,
        cause="LiteLLM leaves out or maps what its list of parameters for the provider lacks, or "
        "config.yaml sets or drops it for this alias (additional_drop_params, drop_params)",
        cure="Look at the entry of this alias and at litellm_settings in config.yaml.",
    )


def _object(text: str) -> JsonObject:
    try:
        return as_object(read_json(text))
    except NotJson:
        return {}
