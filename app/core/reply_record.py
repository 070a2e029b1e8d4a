"""One reply as a part of a JSON document; keys are in none of it."""

from collections.abc import Mapping
from dataclasses import asdict

from .conversation import Reply
from .events import Timings, Usage
from .failures import Failure
from .figures import ReplyTally
from .lanes import Lane
from .secret import Secret
from .wire.jsontext import JsonObject

_GATEWAY_HEADERS = "x-litellm-"


def lane_record(lane: Lane) -> JsonObject:
    """A lane without its key."""
    return {
        "path": lane.path.value,
        "model": lane.model,
        "base": lane.base,
        "parameters": dict(lane.parameters),
        "stream": lane.stream,
    }


def reply_record(reply: Reply) -> JsonObject:
    """One answer with its figures; the lane's key is masked wherever a server echoed it."""
    tally = reply.tally
    return {
        "text": tally.text,
        "reasoning": tally.reasoning,
        "finish_reason": tally.reason or None,
        "served_model": tally.served_model or None,
        "ttft_seconds": tally.ttft,
        "headers_seconds": tally.time_to_headers,
        "elapsed_seconds": tally.elapsed,
        "completion_tokens": tally.completion_tokens,
        "decode": _decode(tally),
        "usage": _usage(tally.usage),
        "timings": _timings(tally.timings),
        "gateway_headers": _gateway_headers(tally.headers),
        "failure": failure_record(tally.failure, reply.lane.key),
    }


def failure_record(failure: Failure | None, key: Secret | None = None) -> JsonObject | None:
    if failure is None:
        return None
    hide = (key or Secret()).scrub
    return {name: hide(str(text)) for name, text in asdict(failure).items()}


def _decode(tally: ReplyTally) -> JsonObject | None:
    speed = tally.decode_speed
    return {"tokens_per_second": speed[0], "clock": speed[1].value} if speed else None


def _usage(usage: Usage | None) -> JsonObject | None:
    return asdict(usage) if usage else None


def _timings(timings: Timings | None) -> JsonObject | None:
    if timings is None:
        return None
    speeds: JsonObject = {
        "prompt_per_second": timings.prompt_per_second,
        "predicted_per_second": timings.predicted_per_second,
    }
    return {**asdict(timings), **speeds}


def _gateway_headers(headers: Mapping[str, str]) -> JsonObject:
    return {name: text for name, text in headers.items() if name.startswith(_GATEWAY_HEADERS)}
