"""Numbers along a line: a scale with round marks, which one stray number does not stretch."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..statistics import quantile

_MARKS = 6
_STRAY = 5.0
"""Interquartile ranges beyond the third quartile from which a number is off the scale."""


@dataclass(frozen=True, slots=True)
class Axis:
    """From `low` at `left` to `high` at `right`, in pixels."""

    low: float
    high: float
    left: float
    right: float

    def at(self, value: float) -> float:
        """Where a number stands; one that is off the scale stands at its end."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(self.left + share * (self.right - self.left), 2)

    @property
    def marks(self) -> list[float]:
        """Round numbers on the scale, in ascending order."""
        step = _round_step((self.high - self.low) / _MARKS)
        first = math.ceil(self.low / step)
        return [number * step for number in range(first, math.floor(self.high / step) + 1)]


def axis_over(numbers: Sequence[float], left: float, right: float) -> Axis:
    """A scale that holds all numbers but the strays. `numbers` must not be empty."""
    ordered = sorted(numbers)
    quarter, three = quantile(ordered, 0.25), quantile(ordered, 0.75)
    reach = _STRAY * (three - quarter)
    kept = [one for one in ordered if quarter - reach <= one <= three + reach] or ordered
    space = (kept[-1] - kept[0]) * 0.04 or max(abs(kept[0]) * 0.1, 0.5)
    return Axis(kept[0] - space, kept[-1] + space, left, right)


def _round_step(about: float) -> float:
    size = 10.0 ** math.floor(math.log10(about))
    return next(size * factor for factor in (1, 2, 5, 10) if size * factor >= about)
