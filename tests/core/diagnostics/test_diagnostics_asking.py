from quayside.app.core.diagnostics.asking import flow_of, phases_of
from quayside.app.core.events import (
    Connection,
    Finished,
    HeadersReceived,
    Phase,
    TextDelta,
    Timings,
)
from quayside.app.core.events import PhaseEntered as Entered


def test_the_phases_of_an_answer_are_told_apart() -> None:
    events = [
        Entered(100.0, Phase.CONNECTING),
        HeadersReceived(112.0, 200, {}, Connection(False, 0.25, 100.5)),
        TextDelta(114.0, "a"),
        TextDelta(114.5, "b"),
        Finished(115.0, "stop", None, Timings(0, 10, 2000.0, 2, 500.0)),
    ]
    phases = phases_of(events, 100.0)
    assert (phases.connect, phases.load, phases.prefill, phases.decode) == (0.25, 11.5, 2.0, 1.0)
    assert [(item.label, item.text) for item in phases.evidence] == [
        ("connect", "250 ms"),
        ("load and queue", "11500 ms"),
        ("prefill", "2000 ms"),
        ("first token", "14000 ms"),
        ("decode", "1000 ms"),
        ("by the engine's clock", "prefill 5 tokens/s, decode 4 tokens/s"),
    ]


def test_what_never_came_has_no_time() -> None:
    assert phases_of([], 0.0).evidence == ()
    assert [one.label for one in phases_of([HeadersReceived(2.0, 200)], 1.0).evidence] == [
        "load and queue"
    ]


def test_pieces_that_come_all_at_once_were_held_back() -> None:
    at_once = [TextDelta(5.0 + place / 1000, "a") for place in range(20)]
    one_by_one = [TextDelta(5.0 + place / 10, "a") for place in range(20)]
    assert flow_of(at_once, 0.0).held_back
    assert not flow_of(one_by_one, 0.0).held_back
    assert not flow_of(at_once, 4.95).held_back
    assert flow_of(at_once[:3], 0.0).too_short
    assert flow_of([], 0.0).too_short
