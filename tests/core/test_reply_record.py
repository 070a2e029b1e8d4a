from kit.scripted import a_failure, a_lane, failing, finished, opening, streamed
from quayside.app.core.conversation import Reply
from quayside.app.core.events import HeadersReceived
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.reply_record import reply_record
from quayside.app.core.secret import Secret


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
