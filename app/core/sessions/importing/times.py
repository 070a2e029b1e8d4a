"""Moments as other programs write them."""

from datetime import UTC, datetime

from ...lanes import JsonValue
from ...wire.jsontext import as_number

_LATEST = 4_102_444_800.0
"""2100: a larger number counts milliseconds, microseconds or nanoseconds."""


def seconds_of(value: JsonValue) -> float | None:
    """UTC seconds since 1970 of a number in any unit, or of ISO text; None where it is neither."""
    if isinstance(value, str):
        return _of_text(value)
    number = as_number(value)
    if number is None or number < 0:
        return None
    for _ in range(3):
        if number <= _LATEST:
            return number
        number /= 1000
    return number if number <= _LATEST else None


def _of_text(text: str) -> float | None:
    try:
        read = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
        seconds = (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
    return seconds if 0 <= seconds <= _LATEST else None
