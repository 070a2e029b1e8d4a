"""When a runner takes an idle model out of memory.

Rules as of docker/model-runner, `loader.go`: five minutes after the last use, or `keep_alive`
of that model: a duration of Go's, `-1` for never.
"""

import re
from datetime import datetime

from .shapes import LoadedModel

USUAL_SECONDS = 300.0
_PARTS = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s)")
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_FRACTION = re.compile(r"\.\d+")


def seconds_left(loaded: LoadedModel, now: float) -> float | None:
    """Seconds until it goes, if nobody asks; None where it stays or the runner does not tell.

    `now` is in seconds since 1970. What is in use is counted from its last use, which comes yet.
    """
    kept = _kept(loaded.keep_alive)
    used = _since_1970(loaded.last_used)
    if kept is None or used is None or loaded.in_use:
        return None
    return max(0.0, used + kept - now)


def words_left(loaded: LoadedModel, now: float) -> str:
    """The same in words, such as `it leaves memory in 3 min 20 s, if nobody asks`."""
    if _kept(loaded.keep_alive) is None:
        return "it stays until it is unloaded"
    left = seconds_left(loaded, now)
    if left is None:
        return "in use" if loaded.in_use else "it leaves memory after five idle minutes"
    minutes, seconds = divmod(round(left), 60)
    told = f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
    return f"it leaves memory in {told}, if nobody asks"


def _kept(keep_alive: str) -> float | None:
    """Seconds; None for ever."""
    if keep_alive.startswith("-"):
        return None
    parts = [(float(count), unit) for count, unit in _PARTS.findall(keep_alive)]
    if parts:
        return sum(count * _UNITS[unit] for count, unit in parts)
    return 0.0 if keep_alive == "0" else USUAL_SECONDS


def _since_1970(stamp: str) -> float | None:
    """Go writes nanoseconds, which Python does not read; year 1 is Go's for never."""
    try:
        read = datetime.fromisoformat(_FRACTION.sub("", stamp).replace("Z", "+00:00"))
        return read.timestamp() if read.year > 1970 and read.tzinfo else None
    except (ValueError, OverflowError):
        return None
