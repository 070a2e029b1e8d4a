import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quayside.app.core.comparison.statistics import (
    LEAST_FOR_QUANTILE,
    crossover,
    quantile,
    quantile_estimate,
    rank_sum_rank,
    rank_sum_ways,
    shift,
    wilson,
)

numbers = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30)


@pytest.mark.parametrize("share", LEAST_FOR_QUANTILE)
def test_a_quantile_has_an_interval_from_the_known_number_of_samples_on(share):
    least = LEAST_FOR_QUANTILE[share]
    assert quantile_estimate(range(least - 1), share) is None
    assert quantile_estimate(range(least), share) is not None


def test_the_interval_of_a_median_holds_it_in_95_of_100_samples():
    chance = random.Random(1)
    held = 0
    for _ in range(2000):
        found = quantile_estimate([chance.gauss(0, 1) for _ in range(25)], 0.5)
        assert found is not None
        held += found.low <= 0 <= found.high
    assert held / 2000 >= 0.945


@given(numbers, st.floats(0, 1))
def test_a_quantile_lies_among_the_numbers(values, share):
    ordered = sorted(values)
    assert ordered[0] <= quantile(ordered, share) <= ordered[-1]


@pytest.mark.parametrize(("first", "second"), [(1, 1), (2, 3), (4, 4), (3, 6)])
def test_rank_sums_are_counted_as_by_hand(first, second):
    by_hand = [0] * (first * second + 1)
    for chosen in combinations(range(first + second), first):
        by_hand[sum(chosen) - first * (first - 1) // 2] += 1
    assert list(rank_sum_ways(first, second)) == by_hand


@pytest.mark.parametrize(
    ("first", "second", "critical"),
    # Tables of the Mann-Whitney U at two-sided 5 %, as printed in many textbooks.
    [(3, 4, None), (4, 4, 0), (5, 5, 2), (8, 8, 13), (10, 10, 23), (20, 20, 127), (7, 12, 18)],
)
def test_critical_ranks_are_the_textbooks(first, second, critical):
    assert rank_sum_rank(first, second) == critical


def test_counted_and_approximated_ranks_meet():
    counted, approximated = rank_sum_rank(20, 20), rank_sum_rank(20, 21)
    assert counted is not None
    assert approximated is not None
    assert 0 < approximated - counted < 10


def test_a_shift_is_found_whatever_the_outliers():
    base = [10.0, 11.0, 12.0, 13.0, 9.0, 500.0]
    found = shift(base, [number + 3 for number in base[:5]] + [9000.0])
    assert found is not None
    assert 2 <= found.value <= 4
    assert found.low <= 3 <= found.high


def test_what_the_second_place_costs_cancels():
    cost, effect = 7.0, 2.0
    first = [effect + cost + noise for noise in (0.1, -0.1, 0.2, -0.2, 0.0)]
    second = [effect - cost + noise for noise in (0.1, -0.1, 0.2, -0.2, 0.0)]
    found = crossover(first, second)
    assert found is not None
    assert found.value == pytest.approx(effect)
    assert effect - 0.2 <= found.low <= effect <= found.high <= effect + 0.2


def test_fewer_than_four_in_each_order_bound_nothing():
    few = crossover([1.0, 2.0, 3.0], [1.0, 2.0, 3.0])
    assert few is not None
    assert (few.low, few.high, few.count) == (None, None, 6)
    assert crossover([1.0], []) is None


@given(st.lists(st.floats(-100, 100), min_size=4, max_size=12), st.floats(-50, 50))
def test_adding_a_constant_moves_an_estimate_by_it(values, constant):
    before, after = (
        crossover(values, values),
        crossover([one + constant for one in values], [one + constant for one in values]),
    )
    assert after.value - before.value == pytest.approx(constant, abs=1e-6)
    assert after.low - before.low == pytest.approx(constant, abs=1e-6)


def test_a_share_of_none_or_all_still_has_two_bounds():
    none, every = wilson(0, 20), wilson(20, 20)
    assert none.low == pytest.approx(0)
    assert none.high == pytest.approx(0.161, abs=0.001)
    assert every.high == pytest.approx(1)
    assert wilson(0, 0) is None


def test_a_thousand_samples_are_no_trouble():
    found = quantile_estimate(range(5000), 0.99)
    assert found is not None
    assert found.low < found.value < found.high
