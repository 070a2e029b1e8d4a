"""The lanes as a grid: a row for each, with what was measured of it so far."""

from collections.abc import Sequence

from ....widgets.figure_grid import GridCell, GridColumn
from ...core.comparison.agreement import Agreement
from ...core.comparison.plan import Mode
from ...core.comparison.report.amounts import amount
from ...core.comparison.run import Asking
from ...core.comparison.summary import LaneSummary
from .lane_looks import engine_of, lane_mark
from .result import Result

_PACE = {Mode.OVERHEAD: ("icl", "ICL"), Mode.WORKLOAD: ("tpot", "TPOT")}
_QUIET, _BUSY, _BAD = "$foreground 60%", "$text-accent", "bold $text-error"
_DOUBTFUL, _GOOD = "$text-warning", "$text-success"


def grid_columns(mode: Mode) -> list[GridColumn]:
    """All times are medians in milliseconds."""
    return [
        GridColumn("lane", "left"),
        GridColumn("engine", "left", yields=True),
        GridColumn("model", "left", yields=True),
        GridColumn("n"),
        GridColumn("TTFT"),
        GridColumn(_PACE[mode][1]),
        GridColumn("tok/s"),
        GridColumn("E2E"),
        GridColumn("text"),
        GridColumn("status", "left"),
    ]


def grid_rows(result: Result, asking: Asking | None) -> list[list[GridCell | str]]:
    """`asking` is the request that is under way."""
    colours = result.colours
    return [
        _row(result, summary, colours[summary.lane], asking) for summary in result.analysis.lanes
    ]


def _row(
    result: Result, summary: LaneSummary, colour: str, asking: Asking | None
) -> list[GridCell | str]:
    number, lane = summary.lane, result.lanes[summary.lane]
    names = ("ttft", _PACE[result.plan.mode][0], "decode", "e2e")
    rounds = result.plan.repeat * len(result.plan.prompts)
    return [
        GridCell(f"{lane_mark(number)} {number + 1} {lane.path}", colour),
        engine_of(lane),
        lane.model,
        f"{summary.measured - summary.failed}/{rounds}" if result.samples else "·",
        *(_median(summary, name) for name in names),
        _text(result.analysis.agreements, number),
        _status(summary, asking),
    ]


def _median(summary: LaneSummary, name: str) -> str:
    found = summary.figures.get(name)
    return amount(found.median) if found else "·"


def _text(agreements: Sequence[Agreement], lane: int) -> GridCell:
    mine = [one for one in agreements if one.lane == lane]
    differing = sum(not one.text.equal for one in mine)
    if differing:
        return GridCell(f"≠ {differing}/{len(mine)}", _DOUBTFUL)
    if mine:
        return GridCell("equal", _GOOD)
    return GridCell("first" if lane == 0 else "·", _QUIET)


def _status(summary: LaneSummary, asking: Asking | None) -> GridCell:
    if asking is not None and asking.place.lane == summary.lane:
        return GridCell(f"◌ {asking.phase}", _BUSY)
    if summary.failed:
        return GridCell(f"✗ {summary.failed} failed", _BAD)
    if summary.streams is False:
        return GridCell("! buffered", _DOUBTFUL)
    return GridCell("✓ streams", _GOOD) if summary.measured else GridCell("ready", _QUIET)
