import pytest

from quayside.app.core.comparison.figures import FIGURES, figure_named, is_buffered
from quayside.app.core.comparison.observation import KEPT_BYTES, Observation
from quayside.app.core.comparison.plan import Place
from quayside.app.core.events import (
    BytesReceived,
    Connection,
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
from quayside.app.core.secret import Secret

SENT = 100.010
CHUNK = b'data: {"choices":[{"index":0,"delta":{"content":"Hi","role":null}}]}\n\n'


def observed(*events, key=""):
    observation = Observation(Place(0, 0, 0, 0), Secret(key))
    for event in events:
        observation.note(event)
    return observation.sample(began=1.5)


def a_reply(*middle, reused=True, tokens=3, headers=None):
    return [
        PhaseEntered(100.0, Phase.CONNECTING),
        RequestSent(100.002, "POST", "http://h/v1/chat/completions", b'{"model":"m"}'),
        HeadersReceived(
            SENT + 0.004, 200, headers or {}, Connection(reused, 0.0 if reused else 0.006, SENT)
        ),
        PhaseEntered(SENT + 0.004, Phase.PREFILL),
        ReplyOpened(SENT + 0.005),
        *middle,
        Finished(SENT + 0.061, "stop", Usage(12, tokens, 8), Timings(8, 4, 15.0, tokens, 30.0)),
    ]


THREE = [TextDelta(SENT + at, "sea ") for at in (0.020, 0.030, 0.050)]


def figure(name, sample):
    return figure_named(name).of(sample)


def test_times_are_milliseconds_from_the_requests_last_byte():
    sample = observed(*a_reply(*THREE, reused=False))
    marks = sample.marks
    assert marks.connect == pytest.approx(6.0)
    assert (marks.first_byte, marks.role) == pytest.approx((4.0, 5.0))
    assert marks.contents == pytest.approx((20.0, 30.0, 50.0))
    assert marks.end == pytest.approx(61.0)
    assert sample.began == 1.5


def test_each_figure_is_what_its_name_says():
    sample = observed(*a_reply(*THREE, headers={"x-litellm-overhead-duration-ms": "2.5"}))
    expected = {
        "connect": 0.0,
        "load": None,
        "ttfb": 4.0,
        "role": 5.0,
        "ttft": 20.0,
        "ttfo": 20.0,
        "icl": 15.0,
        "icl_p95": None,
        "itl": 15.0,
        "tpot": 20.5,
        "e2e": 61.0,
        "decode": 1000 / 20.5,
        "overall": 3 / 0.061,
        "server_prompt": 15.0,
        "server_decode": 100.0,
        "around": 5.0,
        "claimed": 2.5,
    }
    assert set(expected) == {one.name for one in FIGURES}
    assert {name: figure(name, sample) for name in expected} == pytest.approx(expected)


def test_reasoning_is_content_and_no_visible_text():
    thought = ReasoningDelta(SENT + 0.010, "hm")
    sample = observed(*a_reply(thought, *THREE))
    assert figure("ttft", sample) == pytest.approx(10.0)
    assert figure("ttfo", sample) == pytest.approx(20.0)
    assert sample.answer.reasoning == "hm"


def test_chunks_are_not_tokens():
    sample = observed(*a_reply(*THREE, tokens=9))
    assert sample.tokens == 9
    assert figure("itl", sample) is None
    assert figure("icl", sample) == pytest.approx(15.0)
    assert figure("tpot", sample) == pytest.approx(41 / 8)


def test_one_token_has_no_time_per_token():
    sample = observed(*a_reply(THREE[0], tokens=1))
    assert figure("tpot", sample) is None
    assert figure("decode", sample) is None


def test_a_seen_load_is_told_apart():
    sample = observed(
        PhaseEntered(100.0, Phase.CONNECTING),
        RequestSent(100.0, "POST", "http://h", b""),
        PhaseEntered(100.4, Phase.LOADING),
        HeadersReceived(102.0, 200),
        *THREE,
        Finished(103.0, "stop"),
    )
    assert sample.marks.load == pytest.approx(2000.0)
    assert sample.marks.connect is None


def test_tool_calls_are_put_together():
    pieces = [
        ToolCallDelta(SENT + 0.02, 0, "call-1", "tide", '{"port"'),
        ToolCallDelta(SENT + 0.03, 0, "", "", ':"Brest"}'),
    ]
    assert observed(*a_reply(*pieces)).answer.tool_calls == ('tide({"port":"Brest"})',)


@pytest.mark.parametrize(("gap", "buffered"), [(0.01, True), (0.0, True), (5.0, False)])
def test_a_stream_that_came_at_once_was_buffered(gap, buffered):
    chunks = [TextDelta(SENT + 0.02 + number * gap / 1000, "x") for number in range(12)]
    assert is_buffered(observed(*a_reply(*chunks, tokens=12))) is buffered


def test_few_chunks_at_once_prove_nothing():
    chunks = [TextDelta(SENT + 0.02, "x")] * 5
    assert not is_buffered(observed(*a_reply(*chunks)))


def test_the_wire_is_kept_without_the_key():
    echoed = HeadersReceived(SENT, 200, {"x-litellm-key": "sk-very-secret", "date": "today"})
    raw = BytesReceived(SENT, b'data: {"key": "sk-very-secret"}\n\n')
    sent = RequestSent(100.0, "POST", "http://h", b'{"user": "sk-very-secret"}')
    sample = observed(sent, echoed, raw, Finished(SENT, "stop"), key="sk-very-secret")
    assert "very-secret" not in f"{sample}"
    assert list(sample.wire.headers) == ["x-litellm-key"]


def test_the_middle_of_a_long_response_is_left_out_and_said():
    pieces = [BytesReceived(SENT, CHUNK)] * 400
    kept = observed(*a_reply(*pieces)).wire.response
    assert kept.startswith("data: ")
    assert kept.endswith("}\n\n")
    assert f"[… {len(CHUNK) * 400 - KEPT_BYTES} bytes left out …]" in kept
    assert len(kept) < KEPT_BYTES + 100


def test_fields_of_a_response_are_its_places_that_hold_something():
    sample = observed(*a_reply(BytesReceived(SENT, CHUNK[:20]), BytesReceived(SENT, CHUNK[20:])))
    assert sample.wire.fields == ("choices[].delta.content", "choices[].index")


def test_fields_of_an_answer_in_one_piece_are_read_too():
    whole = BytesReceived(SENT, b'{"usage": {"total": 1, "none": null}, "choices": [{"a": []}]}')
    assert observed(*a_reply(whole)).wire.fields == ("usage.total",)


def test_a_reply_that_never_left_has_no_figures_of_an_answer():
    sample = observed(PhaseEntered(1.0, Phase.CONNECTING))
    assert {figure(name, sample) for name in ("ttfb", "ttft", "tpot", "overall")} == {None}
