"""Times between chunks as a line of blocks, on a scale that is the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

BLOCKS = "▁▂▃▄▅▆▇█"
BOUNDS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
"""Milliseconds below which a time has the block of the same place; the last has no bound."""


def sparkline(gaps: Sequence[float], cells: int) -> str:
    """At most `cells` blocks, in order; several times in one cell show their longest."""
    if not gaps or cells < 1:
        return ""
    count = min(cells, len(gaps))
    return "".join(_block(max(_part(gaps, place, count))) for place in range(count))


def legend() -> str:
    """`▁ <1 ▂ <2 … █ longer, ms`."""
    told = [
        f"{block} <{bound:g}" if bound is not None else f"{block} longer"
        for block, bound in zip_longest(BLOCKS, BOUNDS)
    ]
    return f"{' '.join(told)}, in ms"


def _part(gaps: Sequence[float], place: int, count: int) -> Sequence[float]:
    return gaps[place * len(gaps) // count : (place + 1) * len(gaps) // count]


def _block(gap: float) -> str:
    place = next((place for place, bound in enumerate(BOUNDS) if gap < bound), len(BOUNDS))
    return BLOCKS[place]
