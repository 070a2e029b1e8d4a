"""How often a comparison raises a false alarm, and how often it finds what is there."""

import pytest

from kit.simulated_times import MODE, in_two_blocks, measured
from quayside.app.core.comparison.admission import admit
from quayside.app.core.comparison.figures import TTFT
from quayside.app.core.comparison.statistics import shift
from quayside.app.core.comparison.verdict import judge

COMPARISONS = 1000
ROUNDS = 40
INJECTED = 3.0


def interval(samples, lane=1):
    verdict = judge(lane, TTFT, admit(samples, MODE).of_lane(lane))
    return verdict.difference


def share(found):
    found = list(found)
    return sum(found) / len(found)


@pytest.mark.parametrize("second_place", [0.0, INJECTED], ids=["fair", "dearer-second-place"])
def test_nothing_is_found_where_nothing_is(second_place):
    intervals = [
        interval(measured(seed, ROUNDS, (0.0, 0.0), second_place)) for seed in range(COMPARISONS)
    ]
    assert share(one.low <= 0 <= one.high for one in intervals) >= 0.93


def test_three_milliseconds_are_found_by_forty_rounds():
    intervals = [interval(measured(seed, ROUNDS, (0.0, INJECTED))) for seed in range(COMPARISONS)]
    assert share(one.low > 0 for one in intervals) >= 0.90
    assert share(one.low <= INJECTED <= one.high for one in intervals) >= 0.92


def test_three_lanes_keep_the_promise_of_two():
    found = [
        interval(measured(seed, ROUNDS, (0.0, 0.0, INJECTED), INJECTED), lane)
        for seed in range(COMPARISONS // 4)
        for lane in (1, 2)
    ]
    nothing, something = found[::2], found[1::2]
    assert share(one.low <= 0 <= one.high for one in nothing) >= 0.92
    assert share(one.low > 0 for one in something) >= 0.90


def test_one_block_after_the_other_is_the_warning():
    found = [shift(*in_two_blocks(seed, ROUNDS, 0.0)) for seed in range(COMPARISONS)]
    assert share(not one.low <= 0 <= one.high for one in found) >= 0.25
