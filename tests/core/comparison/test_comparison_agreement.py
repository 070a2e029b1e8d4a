from dataclasses import replace

import pytest

from kit.samples import a_sample, warm_up
from kit.scripted import a_failure, a_lane
from quayside.app.core.comparison.agreement import agreements, caveats, fields_beside
from quayside.app.core.comparison.bodies import BodyDifference, compare_bodies, same_order
from quayside.app.core.comparison.plan import Plan, repeatable
from quayside.app.core.comparison.sample import Answer, Wire


def answered(lane=0, number=0, **said):
    return a_sample(lane, number, answer=Answer(**{"text": "A calm sea.", **said}))


def test_equal_answers_agree_and_failed_ones_say_nothing():
    samples = [answered(0), answered(1), answered(0, 1), a_sample(1, 1, failure=a_failure())]
    (found,) = agreements([warm_up(1, text="other"), *samples])
    assert (found.round, found.lane, found.text.equal, found.differing) == (0, 1, True, ())


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"finish_reason": "stop"}, "finish reason: length or stop"),
        ({"finish_reason": "length", "reasoning": "hm"}, "reasoning: none or hm"),
        (
            {"finish_reason": "length", "tool_calls": ("tide({})",)},
            "tool calls: () or ('tide({})',)",
        ),
    ],
)
def test_what_else_differs_is_named(other, said):
    (found,) = agreements([answered(finish_reason="length"), answered(1, **other)])
    assert said in found.differing


def test_a_path_that_tells_no_counts_is_not_said_to_count_otherwise():
    silent = replace(answered(1), usage=None, timings=None)
    (found,) = agreements([answered(0), silent])
    assert found.differing == ()


def test_a_long_difference_is_cut():
    (found,) = agreements([answered(), answered(1, reasoning="tide " * 100)])
    assert len(found.differing[0]) < 80


def with_fields(lane, *fields):
    return a_sample(lane, wire=Wire(fields=fields))


def test_fields_that_a_gateway_drops_and_adds():
    samples = [
        with_fields(0, "choices[].delta.content", "timings.cache_n"),
        with_fields(1, "choices[].delta.content", "citations"),
    ]
    found = fields_beside(samples, 1)
    assert (found.dropped, found.added) == (("timings.cache_n",), ("citations",))


def test_a_response_that_nobody_kept_has_no_fields_to_miss():
    found = fields_beside([with_fields(0, "choices"), with_fields(1)], 1)
    assert (found.dropped, found.added) == ((), ())


def parted():
    return agreements([answered(), answered(1, text="A wild sea.")])


def a_plan(*lanes, **more):
    return Plan(lanes=lanes or (repeatable(a_lane()),) * 2, prompts=("x",), **more)


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (a_plan(), "Temperature 0 is no promise"),
        (a_plan(nonce=True), "words of its own"),
        (a_plan(a_lane(), a_lane()), "above temperature 0"),
        (a_plan(repeatable(a_lane()), repeatable(a_lane("ai/qwen3"))), "different models"),
        (
            a_plan(repeatable(a_lane()), replace(a_lane(), parameters={"temperature": 0})),
            "different parameters",
        ),
    ],
)
def test_why_texts_may_differ_is_said_where_they_do(plan, said):
    assert any(said in sentence for sentence in caveats(plan, parted()))
    assert caveats(plan, agreements([answered(), answered(1)])) == []


def test_bodies_differ_place_by_place():
    said = '"messages": [{"role": "user", "content": "x"}]'
    left = '{"model": "ai/smollm2", "stream": true, ' + said + "}"
    right = '{"model": "smollm2", ' + said + ', "stream": true, "stream_options": {"n": 1}}'
    assert compare_bodies(left, right) == [
        BodyDifference("model", '"ai/smollm2"', '"smollm2"'),
        BodyDifference("stream_options.n", "", "1"),
    ]
    assert not same_order(left, right)
    assert compare_bodies(left, left) == []


def test_bodies_that_are_no_json_differ_as_wholes():
    assert compare_bodies("a", "a") == []
    assert compare_bodies("a", "b") == [BodyDifference("", "a", "b")]
    assert not same_order("a", "a")


def test_an_empty_list_is_not_a_missing_one():
    assert compare_bodies('{"stop": []}', "{}") == [BodyDifference("stop", "[]", "")]
