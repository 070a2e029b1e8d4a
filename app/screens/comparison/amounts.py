"""Figures in words: three digits say all that a measurement knows."""

from collections.abc import Sequence

from ...core.comparison.figures import Figure
from ...core.comparison.statistics import Estimate


def amount(value: float | None) -> str:
    """Without a unit: `8.31`, `31.2`, `312`, `4120`; the empty text for None."""
    if value is None:
        return ""
    return f"{value:.{_decimals(value)}f}"


def signed(value: float) -> str:
    return f"{value:+.{_decimals(value)}f}"


def bounds(found: Estimate) -> str:
    """`[30.1, 32.0]`, or the empty text where there is no interval."""
    if found.low is None or found.high is None:
        return ""
    decimals = _decimals(max(abs(found.low), abs(found.high)))
    return f"[{found.low:.{decimals}f}, {found.high:.{decimals}f}]"


def with_unit(value: float, figure: Figure) -> str:
    return f"{amount(value)} {figure.unit}"


def clock_time(seconds: float) -> str:
    """`0:41`, `12:05`, `1:02:30`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _decimals(value: float) -> int:
    size = abs(value)
    return 2 if size < 9.995 else 1 if size < 99.95 else 0
