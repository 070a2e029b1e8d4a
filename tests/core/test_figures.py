from quayside.app.core.events import (
    BytesReceived,
    Event,
    Failed,
    Finished,
    HeadersReceived,
    Phase,
    PhaseEntered,
    ReasoningDelta,
    ReplyOpened,
    RequestSent,
    TextDelta,
    Timings,
    ToolCallDelta,
    Usage,
)
from quayside.app.core.failures import Failure
from quayside.app.core.figures import Clock, ReplyTally

OPENING = [
    PhaseEntered(10.0, Phase.CONNECTING),
    RequestSent(10.1, "POST", "http://h", b"{}"),
    HeadersReceived(10.2, 200, {"x-litellm-version": "1"}),
    PhaseEntered(10.2, Phase.PREFILL),
]


def tally_of(*events: Event) -> ReplyTally:
    tally = ReplyTally()
    for event in events:
        tally.note(event)
    return tally


def test_ttft_runs_from_the_request_to_the_first_content() -> None:
    tally = tally_of(*OPENING, TextDelta(10.6, "a"), TextDelta(10.7, "b"))
    assert tally.ttft is not None
    assert round(tally.ttft, 3) == 0.5
    assert tally.text == "ab"
    assert not tally.settled


def test_reasoning_counts_as_first_content_and_stays_apart() -> None:
    tally = tally_of(*OPENING, ReasoningDelta(10.3, "hm"), TextDelta(10.9, "a"))
    assert tally.ttft is not None
    assert round(tally.ttft, 3) == 0.2
    assert (tally.reasoning, tally.text) == ("hm", "a")


def test_the_servers_speed_is_preferred_and_named() -> None:
    timings = Timings(cache_n=0, prompt_n=30, prompt_ms=100, predicted_n=20, predicted_ms=200)
    tally = tally_of(*OPENING, TextDelta(10.6, "a"), Finished(10.8, "stop", None, timings))
    assert tally.decode_speed == (100.0, Clock.SERVER)
    assert tally.completion_tokens == 20
    assert timings.prompt_per_second == 300


def test_without_server_figures_the_clients_clock_is_named() -> None:
    tally = tally_of(
        *OPENING, TextDelta(11.0, "a"), TextDelta(12.0, "b"), Finished(12.0, "stop", Usage(5, 11))
    )
    assert tally.decode_speed == (10.0, Clock.CLIENT)


def test_raw_bytes_and_an_opening_chunk_are_no_content() -> None:
    tally = tally_of(*OPENING, BytesReceived(10.4, b"data: {}"), ReplyOpened(10.5))
    assert (tally.first_content_at, tally.deltas, tally.last_at) == (None, 0, 10.5)


def test_one_token_has_no_speed() -> None:
    assert tally_of(*OPENING, TextDelta(11.0, "a")).decode_speed is None
    assert Timings(0, 0, 0.0, 0, 0.0).predicted_per_second is None


def test_chunks_are_never_counted_as_tokens() -> None:
    assert tally_of(*OPENING, TextDelta(11.0, "a")).completion_tokens is None


def test_a_failure_settles_the_reply_and_keeps_its_text() -> None:
    failure = Failure(kind="cut", summary="s", tried="t", seen="s", cause="c", cure="c")
    tally = tally_of(*OPENING, TextDelta(11.0, "part"), Failed(11.5, failure))
    assert tally.settled
    assert tally.text == "part"
    assert tally.failure is failure


def test_a_reply_that_has_ended_is_held_in_one_piece() -> None:
    failure = Failure(kind="cut", summary="s", tried="t", seen="s", cause="c", cure="c")
    for end in (Finished(2.0, "stop"), Failed(2.0, failure)):
        tally = tally_of(ReasoningDelta(0.5, "so"), TextDelta(1.0, "a "), TextDelta(1.5, "q"), end)
        assert (tally.text_parts, tally.reasoning_parts) == (["a q"], ["so"])
        assert (tally.text, tally.reasoning) == ("a q", "so")


def test_phases_headers_and_times_are_kept() -> None:
    tally = tally_of(*OPENING, ToolCallDelta(10.5, 0, "id", "name", "{}"))
    assert tally.phase is Phase.PREFILL
    assert tally.headers == {"x-litellm-version": "1"}
    assert tally.time_to_headers is not None
    assert round(tally.time_to_headers, 3) == 0.1
    assert tally.elapsed is not None
    assert round(tally.elapsed, 3) == 0.4


def test_nothing_is_known_before_the_first_event() -> None:
    tally = ReplyTally()
    assert tally.ttft is None
    assert tally.elapsed is None
    assert tally.decode_speed is None
