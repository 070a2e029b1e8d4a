"""Numbers as they are read: one decimal, and none where there is nothing to tell."""

from ..plan import Plan
from ..statistics import Estimate

NOTHING = "–"


def amount(value: float | None) -> str:
    """`24.1`; from 1000 on without a decimal, which nobody could measure."""
    if value is None:
        return NOTHING
    return f"{value:.0f}" if abs(value) >= 1000 else f"{_tenths(value):.1f}"


def signed(value: float) -> str:
    return f"{value:+.0f}" if abs(value) >= 1000 else f"{_tenths(value):+.1f}"


def _tenths(value: float) -> float:
    # Nothing below zero rounds to -0.0.
    return round(value, 1) + 0.0


def interval(found: Estimate | None, *, with_sign: bool = False) -> str:
    """`[23.8, 24.5]`, or nothing where there are too few numbers for bounds."""
    if found is None or found.low is None or found.high is None:
        return NOTHING
    show = signed if with_sign else amount
    return f"[{show(found.low)}, {show(found.high)}]"


def share(found: Estimate | None) -> tuple[str, str]:
    """A share and its interval, in percent."""
    if found is None:
        return NOTHING, NOTHING
    percent = found.times(100)
    return f"{percent.value:.0f} %", f"[{percent.low:.0f}, {percent.high:.0f}]"


def counted(count: int, one: str, many: str = "") -> str:
    """`1 round`, `3 rounds`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def lane_mark(plan: Plan, lane: int) -> str:
    """`2 proxy`: short enough for a column; what else a lane is stands at the head."""
    return f"{lane + 1} {plan.lanes[lane].path.value}"
