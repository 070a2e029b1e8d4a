from dataclasses import replace

from kit.samples import a_sample, rounds_of, warm_up
from kit.scripted import a_failure
from quayside.app.core.comparison.admission import admit
from quayside.app.core.comparison.plan import Mode
from quayside.app.core.comparison.sample import Marks, Wire


def reasons(*samples, mode=Mode.OVERHEAD):
    return [one.reason for one in admit(samples, mode).rejected]


def test_fair_pairs_enter_and_warm_ups_do_not():
    samples = [warm_up(0), warm_up(1), *rounds_of([20.0] * 4, [21.0] * 4)]
    found = admit(samples, Mode.OVERHEAD)
    assert len(found.pairs) == 4
    assert not found.rejected
    assert [pair.base_went_first for pair in found.pairs] == [True, False, True, False]


def test_unequal_prompt_caches_are_rejected_and_named():
    assert reasons(a_sample(0, cached=33), a_sample(1, cached=12)) == [
        "unequal prompt caches: 33 tokens of lane 1, 12 of lane 2"
    ]


def test_a_cold_prompt_is_no_overhead_but_it_is_a_workload():
    samples = (a_sample(0, cached=0), a_sample(1, cached=0))
    assert "prefill" in reasons(*samples)[0]
    assert not reasons(*samples, mode=Mode.WORKLOAD)


def test_a_failure_is_rejected_with_its_summary_and_takes_no_other_round_with_it():
    samples = rounds_of([20.0] * 3, [21.0] * 3)
    samples[4] = replace(samples[4], failure=a_failure())
    found = admit(samples, Mode.OVERHEAD)
    assert len(found.pairs) == 2
    (rejected,) = found.rejected
    assert (rejected.round, rejected.lane) == (1, 1)
    assert rejected.reason == "lane 2: Nothing listens on localhost:22088"


def test_a_failure_of_the_first_lane_takes_the_pairs_of_its_round_alone():
    samples = rounds_of([20.0] * 2, [21.0] * 2, [22.0] * 2)
    samples[0] = replace(samples[0], failure=a_failure())
    found = admit(samples, Mode.OVERHEAD)
    assert [(one.round, one.lane) for one in found.rejected] == [(0, 1), (0, 2)]
    assert [(pair.other.place.round, pair.other.place.lane) for pair in found.pairs] == [
        (1, 1),
        (1, 2),
    ]


def test_a_request_that_the_gateway_tried_again_is_rejected():
    retried = a_sample(1, wire=Wire(headers={"x-litellm-attempted-retries": "2"}))
    assert reasons(a_sample(0), retried) == ["lane 2: the gateway tried again (2)"]
    once = a_sample(1, wire=Wire(headers={"x-litellm-attempted-retries": "0"}))
    assert not reasons(a_sample(0), once)


def test_a_request_that_waited_for_a_load_is_rejected():
    loaded = a_sample(1, marks=Marks(load=1400.0, first_content=1500.0, end=1600.0))
    assert reasons(a_sample(0), loaded) == ["lane 2: the runner loaded the model for 1.4 s"]


def test_a_server_that_tells_nothing_of_its_cache_is_believed():
    silent = a_sample(1, usage=None, timings=None)
    assert not reasons(a_sample(0), silent)
