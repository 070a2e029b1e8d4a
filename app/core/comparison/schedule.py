"""Who is asked when: seeded orders in which no lane has a better place than another.

Two lanes take turns in balanced AB/BA blocks of four rounds (crossover); more lanes follow
the rows of a Williams square, in which each lane also comes after each other one equally
often (E. J. Williams, 1949). Any whole number of blocks is balanced; of a block that does not
fit, rows are taken together with their reverses.

A sequential plan goes through the lanes once forwards and once backwards, half of the rounds
each time: each goes first in half of the pairs, and a steady drift falls on all alike.
"""

import random
from collections.abc import Iterator

from .plan import Kind, Place, Plan

Order = tuple[int, ...]


def schedule(plan: Plan) -> list[Place]:
    """All requests that are sent one at a time: cold ones, warm-ups, then the measured rounds."""
    lanes = range(len(plan.lanes))
    first = [Place(0, 0, lane, 0, Kind.COLD) for lane in lanes] if plan.cold else []
    warm = [
        Place(0, number, lane, 0, Kind.WARM_UP) for lane in lanes for number in range(plan.warm_up)
    ]
    return first + warm + ([] if plan.levels else _measured(plan))


def requests(plan: Plan) -> int:
    """How many requests the plan sends in all, with several in flight or not."""
    swept = sum(plan.levels) * plan.repeat * len(plan.lanes)
    return len(schedule(plan)) + swept


def orders(lanes: int, rounds: int, seed: int) -> list[Order]:
    """The order of lanes in each of `rounds`; the same seed gives the same orders."""
    chance = random.Random(seed)
    given: list[Order] = []
    while len(given) < rounds:
        given += _block(lanes, rounds - len(given), chance)
    return given[:rounds]


def _measured(plan: Plan) -> list[Place]:
    rounds = [(number, prompt) for number in range(plan.repeat) for prompt in _prompts(plan)]
    if plan.sequential:
        return _lane_by_lane(plan, rounds)
    return [
        Place(prompt, number, lane, position)
        for (number, prompt), order in zip(
            rounds, orders(len(plan.lanes), len(rounds), plan.seed), strict=True
        )
        for position, lane in enumerate(order)
    ]


def _lane_by_lane(plan: Plan, rounds: list[tuple[int, int]]) -> list[Place]:
    lanes, half = len(plan.lanes), (len(rounds) + 1) // 2
    order = random.Random(plan.seed).sample(range(lanes), lanes)
    return [
        Place(prompt, number, lane, position)
        for turn, part in ((order, rounds[:half]), (order[::-1], rounds[half:]))
        for position, lane in enumerate(turn)
        for number, prompt in part
    ]


def _prompts(plan: Plan) -> range:
    return range(len(plan.prompts))


def _block(lanes: int, most: int, chance: random.Random) -> list[Order]:
    """The rows of one block, shuffled; of more rows than `most`, whole pairs of opposites."""
    names = chance.sample(range(lanes), lanes)
    couples = [
        tuple(tuple(names[place] for place in row) for row in couple) for couple in _couples(lanes)
    ]
    chance.shuffle(couples)
    rows = [row for couple in couples[: max(1, (most + 1) // 2)] for row in couple]
    chance.shuffle(rows)
    return rows


def _couples(lanes: int) -> list[tuple[Order, Order]]:
    """Rows with their reverses; two lanes have their one couple twice, a block of four."""
    if lanes < 3:
        row = tuple(range(lanes))
        return [(row, row[::-1])] * 2
    rows = list(_williams_rows(lanes))
    # An even square holds the reverse of each of its rows already.
    kept = [row for row in rows if row < row[::-1]] if lanes % 2 == 0 else rows
    return [(row, row[::-1]) for row in kept]


def _williams_rows(lanes: int) -> Iterator[Order]:
    zigzag = [(place + 1) // 2 if place % 2 else -(place // 2) for place in range(lanes)]
    for shift in range(lanes):
        yield tuple((step + shift) % lanes for step in zigzag)
