from dataclasses import replace

import pytest

from kit.records import LANES, a_record
from kit.samples import a_sample, warm_up
from kit.scripted import a_failure, a_lane
from quayside.app.core.comparison.analysis import analyse
from quayside.app.core.comparison.history import history
from quayside.app.core.comparison.plan import Kind, Mode, Place
from quayside.app.core.comparison.report.build import report_of
from quayside.app.core.comparison.sample import Answer, Marks, Wire
from quayside.app.core.lanes import Path
from quayside.app.core.runner.received import ReceivedRequest


def report(record, older=None):
    past = history(record, older) if older is not None else None
    return report_of(record, analyse(record.plan, record.samples, record.received), past)


def section(record, title):
    found = (one for one in report(record).sections if one.title.startswith(title))
    return next(found, None)


def pairs(rounds, left=None, right=None):
    """Samples of both lanes in each round; `left` and `right` are what is special of them."""
    given = (left or {}, right or {})
    return [
        a_sample(lane, number, ttft=20.0 + 6 * lane, **given[lane])
        for number in range(rounds)
        for lane in (0, 1)
    ]


def test_verdicts_say_the_figures_of_the_mode_then_the_texts():
    told = report(a_record(mode=Mode.OVERHEAD)).verdicts
    assert [line.partition(":")[0] for line in told] == ["TTFT", "ICL", "Texts"]
    assert told[0].startswith("TTFT: proxy is slower by 6.0 ms [")
    assert told[1] == "ICL: proxy is the same within ±0.0 ms"
    assert told[2] == "Texts: proxy says the same in 8 of 8 answers"
    workload = report(a_record()).verdicts
    assert [line.partition(":")[0] for line in workload] == ["E2E", "TTFT", "TPOT", "Texts"]


@pytest.mark.parametrize(("rounds", "cure"), [(4, " (--repeat 8)."), (1, " (--repeat 8).")])
def test_few_rounds_give_no_verdict_and_the_number_that_does(rounds, cure):
    first, *_ = report(a_record(rounds=rounds)).verdicts
    takes = "it takes 8 pairs to tell a difference from noise"
    assert first == f"No verdict: {takes}, this has {rounds}{cure}"


def test_rounds_that_were_many_enough_but_not_fair_are_not_asked_for_again():
    samples = [
        replace(one, failure=a_failure()) if one.place.round > 2 else one for one in pairs(8)
    ]
    first, *_ = report(a_record(samples)).verdicts
    assert first.endswith("this has 3.")


def test_one_lane_has_nothing_to_be_held_against():
    assert report(a_record(lanes=LANES[:1])).verdicts == ()


def test_two_engines_of_one_runner_are_named_in_the_verdict():
    lanes = tuple(a_lane("m", base=f"http://h/engines/{name}") for name in ("llama.cpp", "vllm"))
    assert report(a_record(lanes=lanes)).verdicts[0].startswith("E2E: 2 sdk · m · vllm is slower")


def test_texts_that_part_are_counted_and_shown_word_by_word():
    samples = pairs(2)
    samples[1] = a_sample(1, 0, text="A wild sea.")
    record = a_record(samples, rounds=2)
    assert "Texts: proxy says the same in 1 of 2 answers" in report(record).verdicts
    lines = section(record, "Do they say the same?").lines
    assert lines == (
        "1 sdk and 2 proxy: 1 of 2 texts are equal",
        "  round 1: they part at word 2 after “A”: “calm” or “wild”",
    )
    assert section(record, "Do they say the same?").notes


def test_of_many_texts_that_part_the_first_ones_are_shown():
    samples = pairs(9, right={"text": "A calm"})
    lines = section(a_record(samples, rounds=9), "Do they say the same?").lines
    assert lines[0].endswith("0 of 9 texts are equal")
    assert len([line for line in lines if "they part at word 3" in line]) == 3
    assert "“sea.” or “(end)”" in lines[1]
    assert "  and 6 more differ" in lines


def test_other_aspects_of_answers_are_counted():
    other = {"answer": Answer(text="A calm sea.", finish_reason="stop")}
    lines = section(a_record(pairs(3, right=other), rounds=3), "Do they").lines
    assert "  finish reason: length or stop (3 of 3)" in lines


def test_texts_of_requests_with_words_of_their_own_are_not_held_against_each_other():
    found = report(a_record(pairs(2, right={"text": "Else."}), rounds=2, nonce=True))
    assert not [line for line in found.verdicts if line.startswith("Texts")]


def test_pairs_that_were_not_admitted_stand_with_rounds_and_reason():
    samples = pairs(12, right={"cached": 0})
    samples[1] = a_sample(1, 0, failure=a_failure())
    lines = section(a_record(samples, rounds=12), "Pairs that were not admitted").lines
    assert lines == (
        "2 proxy, round 1: lane 2: Nothing listens on localhost:22088",
        "2 proxy, rounds 2, 3, 4, 5, 6, 7, 8, 9 and 3 more: "
        "unequal prompt caches: 33 tokens of lane 1, 0 of lane 2",
    )


def test_the_rounds_of_several_prompts_are_told_apart():
    samples = [replace(one, place=replace(one.place, prompt=1)) for one in pairs(1)]
    samples[1] = replace(samples[1], failure=a_failure())
    (line,) = section(a_record(samples, prompts=("a", "b")), "Pairs that were not").lines
    assert line.startswith("2 proxy, round 1 of prompt 2: lane 2: ")


def bodies(*texts):
    return {
        lane: ReceivedRequest(id=f"a_{lane}", model="m", method="POST", url="/", body=text)
        for lane, text in enumerate(texts)
    }


def test_bodies_that_the_runner_received_are_held_against_each_other():
    received = bodies('{"model": "m", "seed": 0}', '{"model": "m", "user": "x"}')
    lines = section(replace(a_record(), received=received), "On the way").lines
    assert lines == (
        "The runner received other request bodies of 1 sdk and 2 proxy:",
        "  seed: 0 or (not there)",
        '  user: (not there) or "x"',
    )
    same = replace(a_record(), received=bodies("{}", "{}"))
    assert section(same, "On the way").lines == (
        "The runner received the same request body of 1 sdk and 2 proxy.",
    )
    assert section(replace(a_record(), received=bodies("{}")), "On the way") is None


def test_of_many_differences_between_bodies_a_dozen_are_shown():
    many = "{" + ", ".join(f'"f{number:02}": 1' for number in range(20)) + "}"
    lines = section(replace(a_record(), received=bodies("{}", many)), "On the way").lines
    assert len(lines) == 14
    assert lines[-1] == "  and 8 more"


def test_fields_that_a_gateway_dropped_and_added_are_named():
    left, right = ({"wire": Wire(fields=fields)} for fields in (("id", "timings"), ("id", "x")))
    lines = section(a_record(pairs(1, left, right), rounds=1), "On the way").lines
    assert lines == (
        "The answers of 2 proxy lack timings",
        "The answers of 2 proxy have besides x",
    )


def test_requests_that_waited_for_a_load_are_told_apart():
    marks = Marks(load=540.0, first_content=720.0, end=800.0)
    cold = a_sample(0, marks=marks, place=Place(0, 0, 0, 0, Kind.COLD))
    record = a_record([cold, *pairs(8)], cold=True)
    (line,) = section(record, "First requests after a load").lines
    assert line == ("1 sdk: TTFT 720.0 ms, of which the runner was seen loading for 540.0 ms")
    medians = section(record, "Medians").table
    assert dict(zip(medians.head, medians.rows[0], strict=True))["TTFT ms"] == "20.0"


def test_phases_have_both_clocks_and_what_is_around_the_engine():
    found = section(a_record(), "Phases")
    assert found.table.head == ("lane", "clock", "connect", "queue + prefill", "decode", "whole")
    assert [row[:2] for row in found.table.rows] == [
        ("1 sdk", "client"),
        ("", "server"),
        ("2 proxy", "client"),
        ("", "server"),
    ]
    assert found.notes[0].startswith("1 sdk: 5.0 ms around the engine (TTFT − its prefill), [")


def test_phases_of_failed_answers_and_warm_ups_are_in_no_median():
    late = [warm_up(0, ttft=9000.0), a_sample(1, 3, ttft=9000.0, failure=a_failure())]
    rows = section(a_record([*pairs(1), *late], rounds=4), "Phases").table.rows
    assert [row[3] for row in rows if row[1] == "client"] == ["20.0", "26.0"]


def test_what_a_gateway_says_of_itself_is_told_as_its_own_word():
    claims = {"wire": Wire(headers={"x-litellm-overhead-duration-ms": "8.5"})}
    notes = section(a_record(pairs(2, right=claims), rounds=2), "Phases").notes
    assert any("2 proxy: 8.5 ms are the gateway's own, as it says itself" in one for one in notes)


def test_what_the_figures_are_is_said_of_those_that_stand_there_alone():
    lines = section(a_record(), "What the figures are").lines
    assert any(line.startswith("TTFT: request sent to the first content") for line in lines)
    bare = [a_sample(0, 0, gaps=(), usage=None, timings=None)]
    told = section(a_record(bare, lanes=LANES[:1], rounds=1), "What the figures are").lines
    assert not any(line.startswith(("TPOT", "ICL")) for line in told)
    assert not any(line.startswith("TTFO") for line in lines)


def test_changes_since_an_older_record_stand_among_the_verdicts_and_whole_below():
    older = a_record(started="2026-11-20T10:00:00+00:00")
    slower = report(a_record(cost=16.0), older)
    assert any(
        line.startswith("TTFT: proxy is slower than the record of 2026-11-20 by 10.0 ms")
        for line in slower.verdicts
    )
    assert not any("the same as" in line for line in slower.verdicts)
    (since,) = [one for one in slower.sections if one.title.startswith("Against the record")]
    assert any("the same as" in line for line in since.lines)
    calm = report(a_record(), older).verdicts
    assert calm[-1] == "No lane is found slower or faster than in the record of 2026-11-20."


def test_a_route_through_another_gateway_is_no_engine_of_its_own():
    lanes = (a_lane("m", Path.PROXY), a_lane("m", Path.PROXY, "http://h:4000/engines/vllm"))
    assert report(a_record(lanes=lanes)).verdicts[0].startswith("E2E: 2 proxy · m is slower")
