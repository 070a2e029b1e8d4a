"""Plots as one SVG: every measured request as a dot, and each difference with its interval.

It brings its own style for light and dark, runs nothing and loads nothing.
"""

from collections.abc import Sequence
from statistics import median

from ..analysis import HEADLINES, Analysis
from ..figures import Figure, figure_named, values
from ..record import Record
from ..report.amounts import amount, lane_mark
from ..statistics import Estimate, quantile_estimate
from ..verdict import Outcome, Verdict, direction
from .axis import Axis, axis_over
from .drawing import (
    FOOT,
    HEAD,
    LEFT,
    NOTE,
    RIGHT,
    ROW,
    WIDTH,
    Panel,
    box,
    coloured,
    marks,
    upright,
    word,
)
from .load_bars import load_bars
from .plot_style import LANE_COLOURS, plot_style

_SPREAD = 18
_GOLDEN = 0.6180339887


def as_svg(record: Record, analysis: Analysis) -> str:
    """A strip for each telling figure of the mode, and under it the differences.

    Bars of load stand above them, where several requests were in flight.
    """
    figures = [figure_named(name) for name in HEADLINES[record.plan.mode]]
    panels = [
        panel
        for figure in figures
        for panel in (_strip(record, figure), _differences(record, analysis, figure))
        if panel is not None
    ]
    panels = [*load_bars(record.plan, analysis.loads), *panels]
    return _document(panels or [(HEAD, word(10, 20, "Nothing was measured."))])


def _document(panels: Sequence[Panel]) -> str:
    height = sum(panel[0] for panel in panels)
    drawn: list[str] = []
    top = 0
    for tall, inner in panels:
        drawn.append(f'<g transform="translate(0 {top})">{inner}</g>')
        top += tall
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img"><title>Comparison of lanes</title>'
        f'<style>{plot_style()}</style><rect class="ground" width="{WIDTH}" height="{height}"/>'
        f"{''.join(drawn)}</svg>"
    )


def _strip(record: Record, figure: Figure) -> Panel | None:
    lanes = [(lane, _measured(record, lane, figure)) for lane in range(len(record.plan.lanes))]
    everything = [value for _, mine in lanes for value in mine]
    if not everything:
        return None
    axis = axis_over(everything, LEFT, RIGHT)
    bottom = HEAD + ROW * len(lanes)
    title = f"{figure.title} in {figure.unit}: each request, with the median and its interval"
    parts = [word(10, 18, title, "head"), marks(axis, bottom)]
    for place, (lane, mine) in enumerate(lanes):
        parts.append(_lane(record, axis, HEAD + ROW * place + ROW / 2, lane, mine))
    return bottom + FOOT, "".join(parts)


def _lane(record: Record, axis: Axis, middle: float, lane: int, mine: Sequence[float]) -> str:
    parts = [word(10, middle + 4, lane_mark(record.plan, lane))]
    if not mine:
        return parts[0] + word(LEFT, middle + 4, "no answer", "quiet")
    for number, value in enumerate(mine):
        # Each dot beside the last ones, the same in each drawing.
        beside = middle + ((number * _GOLDEN) % 1 - 0.5) * _SPREAD
        parts.append(f'<circle class="dot" cx="{axis.at(value)}" cy="{beside:.1f}" r="2.5"/>')
    if (found := quantile_estimate(mine, 0.5)) is not None:
        low, high = _bounds(axis, found)
        parts.append(box("band", low, high, middle - 13, 26))
    parts.append(upright("middle", axis.at(median(mine)), middle - 13, middle + 13))
    strays = [value for value in mine if not axis.low <= value <= axis.high]
    if strays:
        furthest = max(strays, key=lambda value: abs(value - axis.low))
        said = f"{len(strays)} beyond, to {amount(furthest)}"
        parts.append(word(NOTE, middle + 4, said, "quiet"))
    return coloured(f"lane{lane % LANE_COLOURS}", parts)


def _differences(record: Record, analysis: Analysis, figure: Figure) -> Panel | None:
    verdicts = [
        found
        for lane in range(1, len(record.plan.lanes))
        if (found := analysis.verdict(lane, figure.name)) is not None
    ]
    if not verdicts:
        return None
    reach = max(_reach(one) for one in verdicts) * 1.1 or 1.0
    axis = Axis(-reach, reach, LEFT, RIGHT)
    bottom = HEAD + ROW * len(verdicts)
    title = f"{figure.title}, minus that of {lane_mark(record.plan, 0)}, in {figure.unit}"
    parts = [word(10, 18, f"{title}; shaded: no difference to you", "head")]
    parts.append(marks(axis, bottom))
    for place, verdict in enumerate(verdicts):
        parts.append(_difference(record, axis, HEAD + ROW * place, verdict))
    parts.append(upright("line", axis.at(0), HEAD, bottom))
    return bottom + FOOT, "".join(parts)


def _difference(record: Record, axis: Axis, top: float, verdict: Verdict) -> str:
    found, middle = verdict.difference, top + ROW / 2
    left, right = axis.at(-verdict.margin), axis.at(verdict.margin)
    parts = [
        box("margin", left, right, top + 2, ROW - 4),
        word(10, middle + 4, lane_mark(record.plan, verdict.lane)),
    ]
    if found.low is not None and found.high is not None:
        low, high = _bounds(axis, found)
        parts.append(f'<path class="bar" d="M{low} {middle}H{high}"/>')
        parts += [upright("bar", at, middle - 5, middle + 5) for at in (low, high)]
    parts.append(f'<circle class="point" cx="{axis.at(found.value)}" cy="{middle}" r="4.5"/>')
    parts.append(word(NOTE, middle + 4, _said(verdict), "quiet"))
    return coloured(_look(verdict), parts)


def _look(verdict: Verdict) -> str:
    match verdict.outcome:
        case Outcome.MORE | Outcome.LESS:
            return direction(verdict.figure, verdict.outcome)
        case Outcome.SAME:
            return "same"
        case _:
            return "open"


def _said(verdict: Verdict) -> str:
    match verdict.outcome:
        case Outcome.TOO_FEW:
            return "too few pairs"
        case Outcome.SAME:
            return "the same"
        case Outcome.UNDECIDED:
            return "undecided"
        case _:
            return _look(verdict)


def _reach(verdict: Verdict) -> float:
    found = verdict.difference
    bounds = [found.value, found.low or 0.0, found.high or 0.0, verdict.margin]
    return max(abs(bound) for bound in bounds)


def _measured(record: Record, lane: int, figure: Figure) -> list[float]:
    good = [one for one in record.samples if one.place.compared and one.failure is None]
    return values(figure, [one for one in good if one.place.lane == lane])


def _bounds(axis: Axis, found: Estimate) -> tuple[float, float]:
    assert found.low is not None
    assert found.high is not None
    return axis.at(found.low), axis.at(found.high)
