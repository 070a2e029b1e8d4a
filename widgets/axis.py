"""A scale of numbers laid along the cells of a line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_STEPS = (1.0, 2.0, 5.0, 10.0)
_TICK_CELLS = 12


@dataclass(frozen=True, slots=True)
class Axis:
    """`low` stands in the first cell and `high` in the last one."""

    low: float
    high: float
    cells: int

    def place(self, value: float, pieces: int = 1) -> int:
        """The cell of a value, or the piece of one; what lies beyond is at the edge."""
        most = self.cells * pieces - 1
        share = (value - self.low) / (self.high - self.low)
        return max(0, min(most, round(share * most)))

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def ticks(self) -> list[float]:
        """Round numbers within the scale, as many as their words have room for."""
        step = _round_step((self.high - self.low) / max(1, self.cells // _TICK_CELLS))
        first = math.ceil(self.low / step)
        last = math.floor(self.high / step)
        return [number * step for number in range(first, last + 1)]

    def lines(self) -> tuple[str, str]:
        """The axis with its ticks, and the words below them."""
        line, words = ["─"] * self.cells, [" "] * (self.cells + _TICK_CELLS)
        for tick in self.ticks:
            at, word = self.place(tick), f"{tick:g}"
            line[at] = "┴"
            begin = max(0, min(self.cells - len(word), at - len(word) // 2))
            words[begin : begin + len(word)] = word
        return "".join(line), "".join(words)[: self.cells]


def axis_over(values: Sequence[float], cells: int, room: float = 0.05) -> Axis:
    """A scale that holds all values, with `room` on both sides, as a share."""
    low, high = min(values), max(values)
    spread = (high - low) or abs(high) or 1.0
    return Axis(low - room * spread, high + room * spread, max(1, cells))


def _round_step(step: float) -> float:
    size = 10.0 ** math.floor(math.log10(step))
    return size * next(one for one in _STEPS if one * size >= step * (1 - 1e-9))
