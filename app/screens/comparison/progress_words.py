"""How far a measurement has come, and how it ended."""

from ....widgets.progress_line import ProgressRow
from ...core.failures import Failure
from .bench import Bench
from .clock_words import clock_time
from .measurement import Measurement

READY = (
    "Lanes take turns in balanced order, at temperature 0 and seed 0 unless a lane says "
    "otherwise; the others are held to the first."
)
_QUIET, _BUSY, _BAD = "$foreground 60%", "$text-accent", "$text-error"
_GOOD, _DOUBTFUL = "$text-success", "$text-warning"


def progress_row(bench: Bench) -> ProgressRow:
    if bench.waiting_for is not None:
        message = bench.desk.board.waiting_for(bench.waiting_for)
        return ProgressRow(f"◌ {message or 'getting ready'}", style=_BUSY)
    if bench.failure is not None:
        return ProgressRow(_failed(bench.failure), style=_BAD)
    if bench.measurement is None:
        return ProgressRow(bench.told or READY, style=_QUIET)
    measuring = bench.measurement
    what = "A/A: " if bench.testing else ""
    return _running(measuring, what) if measuring.running else _ended(measuring, what, bench.told)


def _failed(failure: Failure) -> str:
    return f"✗ {failure.summary}. {failure.cure}"


def _running(measuring: Measurement, what: str) -> ProgressRow:
    left, asking = measuring.seconds_left, measuring.asking
    words = [f"{clock_time(left)} left"] if left is not None else []
    if asking is not None:
        place = asking.place
        words.append(f"{place.kind} round {place.round + 1}, lane {place.lane + 1}")
        words.append(str(asking.phase))
    told = what + (" · ".join(words) or "starting")
    return ProgressRow(told, measuring.done, measuring.total, _BUSY)


def _ended(measuring: Measurement, what: str, told: str) -> ProgressRow:
    count = f"{measuring.done} of {measuring.total} requests"
    if measuring.stopped:
        return ProgressRow(f"■ {what}stopped · {count}", style=_DOUBTFUL)
    return ProgressRow(" · ".join(filter(None, (f"✓ {what}done", count, told))), style=_GOOD)
