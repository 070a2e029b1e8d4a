"""Replies and comparisons as JSON documents; the schemas are published with the package."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from ..conversation import Reply
from ..events import Timings, Usage
from ..failures import Failure
from ..figures import ReplyTally
from ..lanes import JsonValue, Lane
from ..secret import Secret
from .parity import Parity, compare_texts
from .run import Run

COMPARISON_SCHEMA = "quayside/comparison/1"
LIVE_CLOCK = (
    "Times in seconds are the live client's: the process that read the answer also drew it. "
    "`timings` are the server's own clock."
)
_GATEWAY_HEADERS = "x-litellm-"

JsonObject = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Pair:
    """The answers of two lanes to the same prompt in the same round, held side by side."""

    prompt: int
    round: int
    left: int
    right: int
    parity: Parity


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


def comparison_record(
    lanes: Sequence[Lane],
    prompts: Sequence[str],
    runs: Sequence[Run],
    *,
    version: str,
    repeat: int = 1,
    started: datetime | None = None,
) -> JsonObject:
    """All runs of a comparison, grouped by lane, with the parity of their texts."""
    return {
        "schema": COMPARISON_SCHEMA,
        "quayside": version,
        "started_at": (started or datetime.now(UTC)).isoformat(timespec="seconds"),
        "clock": {"source": "client-live", "note": LIVE_CLOCK},
        "prompts": list(prompts),
        "repeat": repeat,
        "lanes": [
            {"lane": lane_record(lane), "replies": [_run(run) for run in runs if _of(run, place)]}
            for place, lane in enumerate(lanes)
        ],
        "parity": [_pair(pair) for pair in pairs(runs)],
    }


def pairs(runs: Sequence[Run]) -> list[Pair]:
    """The first lane against each other one; answers that failed are left out."""
    texts = {_key(run): run.reply.tally.text for run in runs if run.reply.tally.failure is None}
    return [
        Pair(prompt, number, 0, lane, compare_texts(texts[prompt, number, 0], text))
        for (prompt, number, lane), text in sorted(texts.items())
        if lane > 0 and (prompt, number, 0) in texts
    ]


def _key(run: Run) -> tuple[int, int, int]:
    return run.place.prompt, run.place.round, run.place.lane


def _of(run: Run, lane: int) -> bool:
    return run.place.lane == lane


def _run(run: Run) -> JsonObject:
    place: JsonObject = {
        "prompt": run.place.prompt,
        "round": run.place.round,
        "position": run.place.position,
    }
    return {**place, **reply_record(run.reply)}


def _pair(pair: Pair) -> JsonObject:
    difference = pair.parity.difference
    return {
        "prompt": pair.prompt,
        "round": pair.round,
        "lanes": [pair.left, pair.right],
        "equal": pair.parity.equal,
        "first_difference": asdict(difference) if difference else None,
    }


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
