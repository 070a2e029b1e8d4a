"""Statistics without assumptions about the shape of times: ranks and order statistics.

Everything here takes plain numbers. Intervals are at 95 % unless `confidence` says else.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from statistics import NormalDist, median

CONFIDENCE = 0.95
LEAST_FOR_QUANTILE = {0.5: 6, 0.9: 36, 0.95: 72, 0.99: 368}
"""Samples below which no order statistic bounds that quantile at 95 %."""
_EXACT = 400
"""Products of group sizes up to which the rank-sum distribution is counted out."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval; bounds are None where there are too few numbers for one."""

    value: float
    low: float | None = None
    high: float | None = None
    count: int = 0

    def times(self, factor: float) -> "Estimate":
        """Value and bounds multiplied by a positive factor."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return Estimate(self.value * factor, low, high, self.count)

    @property
    def width(self) -> float | None:
        return None if self.low is None or self.high is None else self.high - self.low


def quantile(ordered: Sequence[float], share: float) -> float:
    """Of numbers in ascending order, by linear interpolation (Hyndman and Fan's type 7)."""
    at = share * (len(ordered) - 1)
    below = math.floor(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (at - below)


def quantile_estimate(
    numbers: Sequence[float], share: float, confidence: float = CONFIDENCE
) -> Estimate | None:
    """A quantile between two order statistics; None where no pair of them can bound it.

    The chance that the quantile lies below the k-th smallest of n is binomial
    (Conover, Practical Nonparametric Statistics, 3.2).
    """
    count, ordered = len(numbers), sorted(numbers)
    tail = (1 - confidence) / 2
    below = list(accumulate(_binomial(count, k, share) for k in range(count + 1)))
    low = sum(chance <= tail for chance in below) - 1
    high = next((k for k, chance in enumerate(below) if chance >= 1 - tail), count)
    if count == 0 or low < 0 or high >= count:
        return None
    return Estimate(quantile(ordered, share), ordered[low], ordered[high], count)


def shift(base: Sequence[float], other: Sequence[float]) -> Estimate | None:
    """How much larger the numbers of `other` are than those of `base`.

    The Hodges-Lehmann shift, the median of all differences, with the rank-sum interval
    (Hodges and Lehmann, 1963). None where a group is empty.
    """
    if not base or not other:
        return None
    differences = sorted(theirs - ours for ours in base for theirs in other)
    count = len(base) + len(other)
    rank = rank_sum_rank(len(base), len(other))
    if rank is None:
        return Estimate(median(differences), count=count)
    return Estimate(median(differences), differences[rank], differences[-1 - rank], count)


def crossover(first: Sequence[float], second: Sequence[float]) -> Estimate | None:
    """How much more B takes than A, from differences B − A of pairs in both orders.

    `first` holds the pairs in which A was asked first, `second` those in which B was. What the
    second place costs or saves is in both groups with opposite signs and cancels: half the
    shift between what the later one took more in each group (G. G. Koch, Biometrics 28, 1972).
    None where a group is empty.
    """
    found = shift([-difference for difference in second], first)
    return None if found is None else found.times(0.5)


def rank_sum_rank(first: int, second: int, confidence: float = CONFIDENCE) -> int | None:
    """Which of the ordered differences, from either end, bounds a shift; None if none does."""
    tail = (1 - confidence) / 2
    if first * second > _EXACT:
        spread = math.sqrt(first * second * (first + second + 1) / 12)
        z = NormalDist().inv_cdf(1 - tail)
        return math.floor(first * second / 2 - z * spread)
    ways = rank_sum_ways(first, second)
    total = math.comb(first + second, first)
    within = sum(chance / total <= tail for chance in accumulate(ways))
    return within - 1 if within else None


@cache
def rank_sum_ways(first: int, second: int) -> tuple[int, ...]:
    """How many arrangements give each Mann-Whitney U, from 0 to first · second."""
    ways = [1] + [0] * (first * second)
    for size in range(1, first + 1):
        # Multiply by (1 − x^(second + size)), then divide by (1 − x^size): Gauss's binomial.
        for at in range(len(ways) - 1, second + size - 1, -1):
            ways[at] -= ways[at - second - size]
        for at in range(size, len(ways)):
            ways[at] += ways[at - size]
    return tuple(ways)


def wilson(good: int, total: int, confidence: float = CONFIDENCE) -> Estimate | None:
    """A share with its interval (E. B. Wilson, 1927); None of nothing."""
    if total == 0:
        return None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, shrink = good / total, 1 + z * z / total
    middle = (share + z * z / (2 * total)) / shrink
    half = z / shrink * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half), total)


def _binomial(count: int, successes: int, chance: float) -> float:
    # By logarithms: the coefficients of a thousand samples are beyond a float.
    ways = math.lgamma(count + 1) - math.lgamma(successes + 1) - math.lgamma(count - successes + 1)
    failures = count - successes
    return math.exp(ways + successes * math.log(chance) + failures * math.log1p(-chance))
