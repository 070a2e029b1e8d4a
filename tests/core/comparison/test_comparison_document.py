import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import ValidationError as SchemaBroken
from jsonschema import validate

from kit.comparison_schema import FILE, comparison_schema
from kit.samples import a_sample, rounds_of, warm_up
from kit.scripted import a_failure, a_lane
from quayside.app.core.comparison.analysis import analyse
from quayside.app.core.comparison.document import RecordError, document, read_record
from quayside.app.core.comparison.keeping import RecordKeeper
from quayside.app.core.comparison.measuring.stall import Stall
from quayside.app.core.comparison.plan import Kind, Mode, Place, Plan, ServiceLevel
from quayside.app.core.comparison.record import Server
from quayside.app.core.comparison.run import Received, Remark
from quayside.app.core.comparison.sample import Marks
from quayside.app.core.failures import Failure
from quayside.app.core.lanes import Path
from quayside.app.core.runner.received import ReceivedRequest
from quayside.app.core.secret import Secret

LANES = (
    replace(a_lane(), key=Secret("sk-very-secret"), parameters={"temperature": 0, "stop": ["\n"]}),
    a_lane("smollm2", Path.PROXY),
)


SCHEMA = json.loads(comparison_schema())


def a_record(samples, lanes=LANES, **more):
    plan = Plan(lanes=lanes, prompts=("x",), repeat=8, mode=Mode.OVERHEAD, warm_up=1, **more)
    keeper = RecordKeeper.begin(plan, "9.9")
    body = '{"model": "ai/smollm2"}'
    received = ReceivedRequest(id="a_1", model="ai/smollm2", method="POST", url="/", body=body)
    steps = [*samples, Remark("a word"), Received(0, received), Stall(0.1, 0.2, 0.3, 9)]
    for step in steps:
        keeper.take(step)
    return replace(
        keeper.finish(), servers=(Server(kind="docker-model-runner"), Server())[: len(lanes)]
    )


def whole(record):
    analysis = analyse(record.plan, record.samples, record.received)
    return document(record, analysis)


SAMPLES = [
    warm_up(0),
    warm_up(1),
    *rounds_of([20.0] * 8, [26.0] * 8),
    a_sample(1, 9, failure=a_failure(), usage=None, timings=None),
]


def test_a_record_comes_back_from_its_document_as_it_was():
    record = a_record(SAMPLES, service=ServiceLevel(ttft=50.0), levels=(1, 2), margin=1.0)
    assert read_record(json.dumps(whole(record))) == record


def test_a_document_says_what_was_derived_for_readers_without_us():
    derived = whole(a_record(SAMPLES))["derived"]
    assert derived["headlines"][0] == "TTFT: proxy is slower by 6.0 ms [6.0, 6.0]"
    (ttft,) = [one for one in derived["differences"] if one["figure"] == "ttft"]
    assert (ttft["outcome"], ttft["value"], ttft["pairs"]) == ("more", 6.0, 8)
    assert derived["lanes"][0]["figures"]["ttft"]["median"] == 20.0
    assert derived["lanes"][0]["figures"]["ttft"]["p90"] is None
    assert derived["lanes"][1]["failed"] == 1


def test_no_key_is_in_a_document():
    assert "very-secret" not in json.dumps(whole(a_record(SAMPLES)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Invalid JSON"),
        ("[]", "Input should be"),
        ('{"schema": "quayside/comparison/1"}', "no document of the schema quayside/comparison/2"),
        ('{"schema": "quayside/comparison/2"}', "Field required; .*and 6 more"),
    ],
)
def test_what_is_no_record_says_where_it_breaks(text, said):
    with pytest.raises(RecordError, match=said):
        read_record(text)


def test_a_wrong_value_is_named_by_its_place():
    broken = whole(a_record(SAMPLES))
    broken["samples"][3]["marks"]["end"] = "late"
    with pytest.raises(
        RecordError, match=r"samples\.3\.marks\.end: Input should be a valid number"
    ):
        read_record(json.dumps(broken))


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_no_json_at_all_breaks_the_reader(value):
    with pytest.raises(RecordError):
        read_record(json.dumps({"schema": "quayside/comparison/2", "plan": value}))


@pytest.mark.parametrize(("name", "value"), [("lane", 2), ("lane", -1), ("prompt", 1)])
def test_a_sample_of_a_lane_or_prompt_that_is_not_there_is_refused(name, value):
    broken = whole(a_record(SAMPLES))
    broken["samples"][3]["place"][name] = value
    with pytest.raises(RecordError, match=rf"samples\.3\.place\.{name}: {value} of"):
        read_record(json.dumps(broken))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
def test_numbers_without_end_are_refused_in_every_part(number):
    text = json.dumps(whole(a_record(SAMPLES))).replace('"end": 51.0', f'"end": {number}', 1)
    with pytest.raises(RecordError, match="finite number"):
        read_record(text)


def test_the_published_schema_is_the_one_that_is_read():
    assert FILE.read_text("utf-8") == comparison_schema()


COLD = a_sample(
    0,
    place=Place(0, 0, 0, 0, Kind.COLD),
    marks=Marks(load=540.0, first_byte=540.0, first_content=720.0, end=800.0),
)
BUSY = [
    a_sample(0, number, place=Place(0, number, 0, 0, Kind.MEASURED, level))
    for level in (1, 4)
    for number in range(level)
]
TWICE = (LANES[0], LANES[0])


@pytest.mark.parametrize(
    ("samples", "lanes", "more"),
    [
        ([], LANES, {}),
        ([a_sample(1, 0, failure=a_failure(), usage=None, timings=None)], LANES, {}),
        ([COLD, *SAMPLES], LANES, {"cold": True, "nonce": True}),
        (BUSY, LANES[:1], {"levels": (1, 4), "service": ServiceLevel(ttft=50.0, tpot=1.0)}),
        (SAMPLES, TWICE, {"margin": 3.0}),
    ],
    ids=["stopped at once", "failed", "cold", "several in flight", "self-test"],
)
def test_a_record_of_every_kind_follows_the_schema_and_comes_back(samples, lanes, more):
    record = a_record(samples, lanes, **more)
    validate(whole(record), SCHEMA)
    assert read_record(json.dumps(whole(record))) == record


@pytest.mark.parametrize(
    "path",
    [
        ("schema",),
        ("plan", "mode"),
        ("lanes", 0, "base"),
        ("samples", 3, "marks", "end"),
        ("samples", -1, "failure", "cure"),
        ("derived", "differences", 0, "outcome"),
    ],
)
def test_a_document_that_is_none_breaks_the_schema(path):
    broken: Any = whole(a_record(SAMPLES))
    place = broken
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = {"not": "this"}
    with pytest.raises(SchemaBroken):
        validate(broken, SCHEMA)


def test_a_keeper_knows_how_far_it_has_come():
    keeper = RecordKeeper.begin(Plan(lanes=LANES, prompts=("x",), repeat=4), "9.9")
    assert (keeper.done, keeper.total, keeper.seconds_left) == (0, 10, None)
    for number in range(5):
        keeper.take(a_sample(0, number, gaps=(), ttft=999.0))
    assert keeper.done == 5
    assert keeper.seconds_left == pytest.approx(5.0)


def test_a_failure_of_the_measuring_is_kept_apart_from_the_lanes():
    keeper = RecordKeeper.begin(Plan(lanes=LANES, prompts=("x",)), "9.9")
    keeper.take(a_failure("measuring-ended"))
    assert isinstance(keeper.failure, Failure)
    assert keeper.record.samples == ()
