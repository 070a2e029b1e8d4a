"""Times as a real machine gives them: noise, drift, a trend, outliers, a dearer second place.

The model and its numbers are those of a real pair of servers on a shared machine: 30 ms,
4 % noise, 5 % slow drift (AR(1)), a trend of up to 5 %, 3 % outliers of 20 to 150 ms.
"""

import random
from collections.abc import Sequence

from kit.samples import a_sample
from quayside.app.core.comparison.plan import Mode
from quayside.app.core.comparison.sample import Sample
from quayside.app.core.comparison.schedule import orders

BASE = 30.0
MODE = Mode.OVERHEAD


class Machine:
    """Gives the time of one request after the other; `cost` is what it takes beyond the base."""

    def __init__(self, seed: int, requests: int) -> None:
        self._chance = random.Random(seed)
        self._drift = 0.0
        self._step = self._chance.uniform(-0.05, 0.05) / requests
        self._trend = 0.0

    def time(self, cost: float) -> float:
        chance = self._chance
        self._drift = 0.9 * self._drift + chance.gauss(0, 0.05 * (1 - 0.9**2) ** 0.5)
        self._trend += self._step
        outlier = chance.uniform(20, 150) if chance.random() < 0.03 else 0.0
        noise = chance.gauss(0, 0.04 * BASE)
        return (BASE + cost) * (1 + self._drift + self._trend) + noise + outlier


def measured(
    seed: int, rounds: int, costs: Sequence[float], second_place: float = 0.0
) -> list[Sample]:
    """Rounds of lanes in the product's own orders; `costs` is one number a lane."""
    machine = Machine(seed, rounds * len(costs))
    return [
        a_sample(
            lane,
            number,
            position=position,
            ttft=machine.time(costs[lane] + (second_place if position else 0.0)),
        )
        for number, order in enumerate(orders(len(costs), rounds, seed))
        for position, lane in enumerate(order)
    ]


def in_two_blocks(seed: int, rounds: int, cost: float) -> tuple[list[float], list[float]]:
    """First all of A, then all of B, as a naive script does it."""
    machine = Machine(seed, 2 * rounds)
    return (
        [machine.time(0.0) for _ in range(rounds)],
        [machine.time(cost) for _ in range(rounds)],
    )
