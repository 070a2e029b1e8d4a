"""What one row of the table holds, and how the table is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Literal


@dataclass(frozen=True, slots=True)
class Goal:
    """`of` says of what: our figure over the floor's, over the peer's, or our figure itself."""

    most: float
    of: Literal["floor", "peer", "us"]


@dataclass(frozen=True, slots=True)
class Line:
    """One measured figure in `unit`, beside what cannot be cheaper and beside what others do."""

    name: str
    unit: str
    us: float
    goal: Goal | None = None
    floor: float | None = None
    peer: float | None = None

    @property
    def ratio(self) -> float | None:
        """To what the goal speaks of; else to the floor, else to the peer."""
        if self.goal is not None and self.goal.of == "peer":
            return _over(self.us, self.peer)
        return _over(self.us, self.floor if self.floor is not None else self.peer)

    @property
    def share(self) -> float | None:
        """How much of what the goal allows is used; above 1 the goal is missed."""
        if self.goal is None:
            return None
        got = self.us if self.goal.of == "us" else self.ratio
        return None if got is None else got / self.goal.most


def medians(figures: Mapping[str, list[float]]) -> dict[str, float]:
    return {name: median(found) for name, found in figures.items()}


def write_table(lines: Iterable[Line]) -> str:
    rows = ["| line | floor | peer | us | ratio | goal |", "|---|---|---|---|---|---|"]
    return "\n".join([*rows, *map(_row, lines)])


def _row(line: Line) -> str:
    numbers = (_number(one) for one in (line.floor, line.peer, line.us))
    cells = (f"{line.name}, {line.unit}", *numbers, _times(line.ratio), _goal(line))
    return f"| {' | '.join(cells)} |"


def _goal(line: Line) -> str:
    if line.goal is None or line.share is None:
        return ""
    most, of = line.goal.most, line.goal.of
    wanted = f"{_number(most)} {line.unit}" if of == "us" else f"{_times(most)} {of}"
    return f"≤ {wanted}{' **missed**' if line.share > 1 else ''}"


def _number(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def _times(ratio: float | None) -> str:
    """Of what is far below 1, how many times it goes into 1."""
    if ratio is None:
        return ""
    return f"1/{1 / ratio:.3g}" if 0 < ratio < 0.35 else f"{ratio:.2f}"


def _over(number: float, other: float | None) -> float | None:
    return number / other if other else None
