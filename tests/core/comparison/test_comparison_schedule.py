from collections import Counter
from itertools import combinations, groupby, pairwise

import pytest

from kit.scripted import a_lane
from quayside.app.core.comparison.plan import Kind, Plan
from quayside.app.core.comparison.schedule import orders, requests, schedule


def a_plan(lanes: int = 2, **more):
    return Plan(lanes=(a_lane(),) * lanes, prompts=("Hello",), **more)


@pytest.mark.parametrize(("lanes", "block"), [(2, 4), (3, 6), (4, 4), (5, 10), (6, 6)])
def test_in_a_block_every_lane_has_every_place_equally_often(lanes, block):
    places = Counter(
        (lane, place) for order in orders(lanes, block, 7) for place, lane in enumerate(order)
    )
    assert len(places) == lanes * lanes
    assert set(places.values()) == {block // lanes}


@pytest.mark.parametrize(("lanes", "block"), [(2, 4), (3, 6), (4, 4), (5, 10), (6, 6)])
def test_in_a_block_every_lane_follows_every_other_equally_often(lanes, block):
    following = Counter(couple for order in orders(lanes, block, 7) for couple in pairwise(order))
    assert len(following) == lanes * (lanes - 1)
    assert len(set(following.values())) == 1


@pytest.mark.parametrize("lanes", [2, 3, 4, 5])
@pytest.mark.parametrize("rounds", [2, 4, 10, 38, 40])
@pytest.mark.parametrize("seed", range(5))
def test_of_any_two_lanes_each_goes_first_in_half_of_the_rounds(lanes, rounds, seed):
    first = Counter(
        couple for order in orders(lanes, rounds, seed) for couple in combinations(order, 2)
    )
    for one, other in combinations(range(lanes), 2):
        assert first[one, other] == first[other, one] == rounds // 2


def test_the_same_seed_gives_the_same_orders_and_another_one_others():
    assert orders(3, 40, 1) == orders(3, 40, 1)
    assert orders(3, 40, 1) != orders(3, 40, 2)


def test_the_orders_cannot_be_foreseen_from_the_round():
    assert len({tuple(orders(2, 8, seed)) for seed in range(20)}) > 5


def test_cold_requests_come_first_then_warm_ups_then_rounds_of_all_lanes():
    places = schedule(a_plan(2, repeat=3, warm_up=2, cold=True))
    kinds = [place.kind for place in places]
    assert kinds == [Kind.COLD] * 2 + [Kind.WARM_UP] * 4 + [Kind.MEASURED] * 6
    measured = places[6:]
    assert [place.round for place in measured] == [0, 0, 1, 1, 2, 2]
    assert all(
        {one.lane, other.lane} == {0, 1}
        for one, other in zip(measured[::2], measured[1::2], strict=True)
    )


def test_each_prompt_has_its_own_place_in_each_round():
    plan = Plan(lanes=(a_lane(),) * 2, prompts=("a", "b", "c"), repeat=2, warm_up=0)
    asked = Counter((place.prompt, place.round, place.lane) for place in schedule(plan))
    assert len(asked) == 12
    assert set(asked.values()) == {1}


def test_a_sweep_replaces_the_rounds_and_its_requests_are_counted():
    plan = a_plan(2, repeat=3, warm_up=1, levels=(1, 4))
    assert {place.kind for place in schedule(plan)} == {Kind.WARM_UP}
    assert requests(plan) == 2 + (1 + 4) * 3 * 2


@pytest.mark.parametrize("lanes", [2, 3, 4])
def test_lane_by_lane_each_lane_begins_twice_and_goes_first_in_half_of_the_rounds(lanes):
    places = schedule(a_plan(lanes, repeat=6, warm_up=0, sequential=True))
    turns = [lane for lane, _ in groupby(place.lane for place in places)]
    assert turns[: lanes - 1] == turns[: lanes - 1 : -1]
    assert len(turns) == 2 * lanes - 1
    assert Counter(place.lane for place in places) == dict.fromkeys(range(lanes), 6)
    at = {(place.round, place.lane): place.position for place in places}
    for one, other in combinations(range(lanes), 2):
        assert sum(at[number, one] < at[number, other] for number in range(6)) == 3


def test_lane_by_lane_every_prompt_is_asked_in_every_round():
    plan = Plan(lanes=(a_lane(),) * 2, prompts=("a", "b"), repeat=3, warm_up=0, sequential=True)
    asked = Counter((place.prompt, place.round, place.lane) for place in schedule(plan))
    assert len(asked) == requests(plan) == 12
