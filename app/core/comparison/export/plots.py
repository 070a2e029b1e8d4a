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
from .markup import text_of
from .plot_style import LANE_COLOURS, plot_style

_WIDTH, _LEFT, _RIGHT, _NOTE = 820, 100, 660, 676
_ROW, _HEAD, _FOOT = 34, 30, 34
_SPREAD = 18
_GOLDEN = 0.6180339887
Panel = tuple[int, str]
"""A height in pixels, and what is drawn in it."""


def as_svg(record: Record, analysis: Analysis) -> str:
    """A strip for each telling figure of the mode, and under it the differences."""
    figures = [figure_named(name) for name in HEADLINES[record.plan.mode]]
    panels = [
        panel
        for figure in figures
        for panel in (_strip(record, figure), _differences(record, analysis, figure))
        if panel is not None
    ]
    return _document(panels or [(_HEAD, _word(10, 20, "Nothing was measured."))])


def _document(panels: Sequence[Panel]) -> str:
    height = sum(panel[0] for panel in panels)
    drawn: list[str] = []
    top = 0
    for tall, inner in panels:
        drawn.append(f'<g transform="translate(0 {top})">{inner}</g>')
        top += tall
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img"><title>Comparison of lanes</title>'
        f'<style>{plot_style()}</style><rect class="ground" width="{_WIDTH}" height="{height}"/>'
        f"{''.join(drawn)}</svg>"
    )


def _strip(record: Record, figure: Figure) -> Panel | None:
    lanes = [(lane, _measured(record, lane, figure)) for lane in range(len(record.plan.lanes))]
    everything = [value for _, mine in lanes for value in mine]
    if not everything:
        return None
    axis = axis_over(everything, _LEFT, _RIGHT)
    bottom = _HEAD + _ROW * len(lanes)
    title = f"{figure.title} in {figure.unit}: each request, with the median and its interval"
    parts = [_word(10, 18, title, "head"), _marks(axis, bottom)]
    for place, (lane, mine) in enumerate(lanes):
        parts.append(_lane(record, axis, _HEAD + _ROW * place + _ROW / 2, lane, mine))
    return bottom + _FOOT, "".join(parts)


def _lane(record: Record, axis: Axis, middle: float, lane: int, mine: Sequence[float]) -> str:
    parts = [_word(10, middle + 4, lane_mark(record.plan, lane))]
    if not mine:
        return parts[0] + _word(_LEFT, middle + 4, "no answer", "quiet")
    for number, value in enumerate(mine):
        # Each dot beside the last ones, the same in each drawing.
        beside = middle + ((number * _GOLDEN) % 1 - 0.5) * _SPREAD
        parts.append(f'<circle class="dot" cx="{axis.at(value)}" cy="{beside:.1f}" r="2.5"/>')
    if (found := quantile_estimate(mine, 0.5)) is not None:
        low, high = _bounds(axis, found)
        parts.append(
            f'<rect class="band" x="{low}" y="{middle - 13}" '
            f'width="{max(high - low, 1):.2f}" height="26"/>'
        )
    parts.append(_upright("middle", axis.at(median(mine)), middle - 13, middle + 13))
    strays = [value for value in mine if not axis.low <= value <= axis.high]
    if strays:
        furthest = max(strays, key=lambda value: abs(value - axis.low))
        said = f"{len(strays)} beyond, to {amount(furthest)}"
        parts.append(_word(_NOTE, middle + 4, said, "quiet"))
    return _coloured(f"lane{lane % LANE_COLOURS}", parts)


def _differences(record: Record, analysis: Analysis, figure: Figure) -> Panel | None:
    verdicts = [
        found
        for lane in range(1, len(record.plan.lanes))
        if (found := analysis.verdict(lane, figure.name)) is not None
    ]
    if not verdicts:
        return None
    reach = max(_reach(one) for one in verdicts) * 1.1 or 1.0
    axis = Axis(-reach, reach, _LEFT, _RIGHT)
    bottom = _HEAD + _ROW * len(verdicts)
    title = f"{figure.title}, minus that of {lane_mark(record.plan, 0)}, in {figure.unit}"
    parts = [_word(10, 18, f"{title}; shaded: no difference to you", "head")]
    parts.append(_marks(axis, bottom))
    for place, verdict in enumerate(verdicts):
        parts.append(_difference(record, axis, _HEAD + _ROW * place, verdict))
    parts.append(_upright("line", axis.at(0), _HEAD, bottom))
    return bottom + _FOOT, "".join(parts)


def _difference(record: Record, axis: Axis, top: float, verdict: Verdict) -> str:
    found, middle = verdict.difference, top + _ROW / 2
    left, right = axis.at(-verdict.margin), axis.at(verdict.margin)
    parts = [
        f'<rect class="margin" x="{left}" y="{top + 2}" '
        f'width="{right - left:.2f}" height="{_ROW - 4}"/>',
        _word(10, middle + 4, lane_mark(record.plan, verdict.lane)),
    ]
    if found.low is not None and found.high is not None:
        low, high = _bounds(axis, found)
        parts.append(f'<path class="bar" d="M{low} {middle}H{high}"/>')
        parts += [_upright("bar", at, middle - 5, middle + 5) for at in (low, high)]
    parts.append(f'<circle class="point" cx="{axis.at(found.value)}" cy="{middle}" r="4.5"/>')
    parts.append(_word(_NOTE, middle + 4, _said(verdict), "quiet"))
    return _coloured(_look(verdict), parts)


def _look(verdict: Verdict) -> str:
    match verdict.outcome:
        case Outcome.MORE | Outcome.LESS:
            return direction(verdict.figure, verdict.outcome)
        case Outcome.SAME:
            return "same"
        case _:
            return "open"


def _said(verdict: Verdict) -> str:
    return verdict.outcome.value if _look(verdict) == "open" else _look(verdict)


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


def _marks(axis: Axis, bottom: float) -> str:
    return "".join(
        _upright("grid", axis.at(mark), _HEAD, bottom)
        + _word(axis.at(mark), bottom + 15, f"{mark:g}", "quiet", "middle")
        for mark in axis.marks
    )


def _upright(kind: str, at: float, top: float, bottom: float) -> str:
    return f'<path class="{kind}" d="M{at} {top}V{bottom}"/>'


def _word(left: float, base: float, text: str, kind: str = "", anchor: str = "start") -> str:
    classes = f"word {kind}".strip()
    return (
        f'<text class="{classes}" x="{left}" y="{base}" text-anchor="{anchor}">'
        f"{text_of(text)}</text>"
    )


def _coloured(kind: str, parts: Sequence[str]) -> str:
    return f'<g class="{kind}">{"".join(parts)}</g>'
