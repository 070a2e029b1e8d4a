"""How far a measurement has come, and how it ended."""

from ....widgets.progress_line import ProgressRow
from ...core.comparison.plan import Kind, Place
from ...core.comparison.report.amounts import counted
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
        words += [_where(measuring, asking.place), str(asking.phase)]
    told = what + (" · ".join([*words, *_rejected(measuring)]) or "starting")
    return ProgressRow(told, measuring.done, measuring.total, _BUSY)


def _where(measuring: Measurement, place: Place) -> str:
    plan, lane = measuring.result.plan, f"lane {place.lane + 1}"
    if place.kind is not Kind.MEASURED:
        return f"{place.kind}, {lane}"
    return f"round {place.round + 1} of {plan.repeat}, {lane}"


def _rejected(measuring: Measurement) -> list[str]:
    """How many pairs enter no difference; the figures tell why."""
    pairs = len(measuring.result.analysis.admission.rejected)
    return [f"{counted(pairs, 'pair')} rejected"] if pairs else []


def _ended(measuring: Measurement, what: str, told: str) -> ProgressRow:
    how = f"■ {what}stopped" if measuring.stopped else f"✓ {what}done"
    count = f"{measuring.done} of {measuring.total} requests"
    words = [how, count, *_rejected(measuring), told]
    style = _DOUBTFUL if measuring.stopped else _GOOD
    return ProgressRow(" · ".join(filter(None, words)), style=style)
