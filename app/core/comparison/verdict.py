"""From a difference and its interval to a sentence that says no more than they do."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from .admission import Pair
from .figures import Figure
from .statistics import Estimate, crossover

LEAST_PAIRS = 8
"""Four in each order: fewer ranks cannot bound a shift at 95 %."""
LEAST_MARGIN = 2.0
MARGIN_SHARE = 0.05


class Outcome(StrEnum):
    MORE = "more"
    LESS = "less"
    SAME = "same"
    UNDECIDED = "undecided"
    TOO_FEW = "too few"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of one figure of a lane, held against the first lane.

    `difference` is the lane minus the first one, in the figure's unit; `margin` is what would
    be no difference to the user.
    """

    lane: int
    figure: Figure
    outcome: Outcome
    difference: Estimate
    base: float
    """The first lane's median, over the same pairs."""
    margin: float
    missing: int = 0
    """Pairs that would probably decide it."""

    @property
    def ratio(self) -> float | None:
        return (self.base + self.difference.value) / self.base if self.base else None


def judge(
    lane: int, figure: Figure, pairs: Sequence[Pair], margin: float | None = None
) -> Verdict | None:
    """None where no pair has the figure on both sides, or only one order was run."""
    told = [(pair, both) for pair in pairs if (both := _both(figure, pair)) is not None]
    first = [later - base for pair, (base, later) in told if pair.base_went_first]
    second = [later - base for pair, (base, later) in told if not pair.base_went_first]
    found = crossover(first, second)
    if found is None:
        return None
    base = median(both[0] for _, both in told)
    allowed = margin_of(figure, base, margin)
    outcome = outcome_of(found, allowed)
    missing = _missing(found, allowed, outcome)
    return Verdict(lane, figure, outcome, found, base, allowed, missing)


def margin_of(figure: Figure, base: float, given: float | None = None) -> float:
    """The user's own margin for times; else 5 % of the first lane, for times at least 2 ms."""
    if figure.unit == "ms":
        return max(LEAST_MARGIN, MARGIN_SHARE * abs(base)) if given is None else given
    return MARGIN_SHARE * abs(base)


def outcome_of(found: Estimate, margin: float) -> Outcome:
    """What an interval says of a difference; `margin` is what would be none to the user."""
    if found.low is None or found.high is None:
        return Outcome.TOO_FEW
    if found.low > 0:
        return Outcome.MORE
    if found.high < 0:
        return Outcome.LESS
    inside = -margin <= found.low and found.high <= margin
    return Outcome.SAME if inside else Outcome.UNDECIDED


def direction(figure: Figure, outcome: Outcome) -> str:
    """`slower` or `faster`, for `MORE` or `LESS` of the figure."""
    return "slower" if (outcome is Outcome.MORE) != figure.more_is_better else "faster"


def words(verdict: Verdict, name: str) -> str:
    """`proxy is slower by 6.1 ms [5.8, 7.0]`; `name` is the lane's."""
    found, unit = verdict.difference, verdict.figure.unit
    if verdict.outcome is Outcome.TOO_FEW:
        needed = f"{LEAST_PAIRS} make an interval"
        return f"{name}: {_signed(found.value, unit)} in {_pairs(found.count)}; {needed}"
    assert found.low is not None
    assert found.high is not None
    if verdict.outcome is Outcome.SAME:
        return f"{name} is the same within ±{max(abs(found.low), abs(found.high)):.1f} {unit}"
    if verdict.outcome is Outcome.UNDECIDED:
        bounds = f"[{found.low:+.1f}, {found.high:+.1f}] {unit}"
        return f"{name} is undecided, {bounds}: about {verdict.missing} more pairs"
    low, high = sorted((abs(found.low), abs(found.high)))
    word = direction(verdict.figure, verdict.outcome)
    return f"{name} is {word} by {abs(found.value):.1f} {unit} [{low:.1f}, {high:.1f}]"


def _both(figure: Figure, pair: Pair) -> tuple[float, float] | None:
    base, other = figure.of(pair.base), figure.of(pair.other)
    return None if base is None or other is None else (base, other)


def _missing(found: Estimate, margin: float, outcome: Outcome) -> int:
    """An interval narrows with the root of the pairs; it must clear 0 or fit the margin."""
    if outcome is Outcome.TOO_FEW:
        return LEAST_PAIRS - found.count
    if outcome is not Outcome.UNDECIDED or not found.width:
        return 0
    half = found.width / 2
    target = max(abs(found.value), margin - abs(found.value)) or half
    return max(2, math.ceil(found.count * (half / target) ** 2) - found.count)


def _signed(value: float, unit: str) -> str:
    return f"{value:+.1f} {unit}"


def _pairs(count: int) -> str:
    return "1 pair" if count == 1 else f"{count} pairs"
