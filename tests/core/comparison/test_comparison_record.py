import json
from datetime import UTC, datetime

from kit.scripted import (
    ScriptedSource,
    a_failure,
    a_lane,
    answer,
    failing,
    finished,
    opening,
    streamed,
)
from quayside.app.core.comparison.record import comparison_record, pairs, reply_record
from quayside.app.core.comparison.run import all_runs, run_comparison
from quayside.app.core.conversation import Reply
from quayside.app.core.events import HeadersReceived
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.secret import Secret


async def recorded(scripts, lanes, repeat=1):
    runs = await all_runs(run_comparison(ScriptedSource(scripts), lanes, ["Hello"], repeat))
    started = datetime(2026, 1, 2, tzinfo=UTC)
    return comparison_record(
        lanes, ["Hello"], runs, version="9.9", repeat=repeat, started=started
    ), runs


def test_figures_of_one_reply() -> None:
    reply = Reply(a_lane())
    headers = HeadersReceived(0.2, 200, {"x-litellm-version": "1.106.2", "date": "today"})
    for event in [*opening(), headers, *streamed("Hi ", "you"), finished()]:
        reply.tally.note(event)
    record = reply_record(reply)
    assert record["text"] == "Hi you"
    assert record["ttft_seconds"] == 0.25
    assert record["completion_tokens"] == 8
    assert record["usage"] == {"prompt_tokens": 12, "completion_tokens": 8, "cached_tokens": None}
    assert record["decode"] == {"tokens_per_second": 50.0, "clock": "server"}
    assert record["timings"]["predicted_per_second"] == 50.0
    assert record["gateway_headers"] == {"x-litellm-version": "1.106.2"}
    assert record["failure"] is None


def test_a_failure_keeps_its_cure_and_loses_the_key() -> None:
    reply = Reply(Lane(Path.SDK, "m", "http://b", Secret("sk-mine")))
    for event in failing(a_failure(seen="bad key sk-mine")):
        reply.tally.note(event)
    failure = reply_record(reply)["failure"]
    assert failure["cure"] == "Use port 12434."
    assert failure["seen"] == "bad key ••••"


async def test_replies_are_grouped_by_lane_in_the_order_they_were_made() -> None:
    record, _ = await recorded({}, [a_lane("a"), a_lane("b")], repeat=2)
    assert [lane["lane"]["model"] for lane in record["lanes"]] == ["a", "b"]
    second = record["lanes"][1]["replies"]
    assert [(reply["round"], reply["position"]) for reply in second] == [(0, 1), (1, 0)]
    assert record["started_at"] == "2026-01-02T00:00:00+00:00"
    assert record["clock"]["source"] == "client-live"


async def test_parity_holds_each_lane_against_the_first() -> None:
    scripts = {"a": answer("one two"), "b": answer("one two"), "c": answer("one zwei")}
    record, _ = await recorded(scripts, [a_lane("a"), a_lane("b"), a_lane("c")])
    same, other = record["parity"]
    assert (same["lanes"], same["equal"], same["first_difference"]) == ([0, 1], True, None)
    assert other["equal"] is False
    assert other["first_difference"]["right"] == "zwei"


async def test_answers_that_failed_are_not_held_against_anything() -> None:
    _, runs = await recorded({"a": failing()}, [a_lane("a"), a_lane("b")])
    assert pairs(runs) == []


async def test_no_key_is_written() -> None:
    lane = Lane(Path.SDK, "m", "http://b", Secret("sk-mine"), {"max_tokens": 3})
    record, _ = await recorded({}, [lane])
    assert "sk-mine" not in json.dumps(record)
    assert record["lanes"][0]["lane"]["parameters"] == {"max_tokens": 3}
