"""One figure of all lanes as the plots draw it."""

from collections.abc import Sequence

from ....widgets.difference_plot import DifferenceRow
from ....widgets.strip_plot import StripRow
from ...core.comparison.figures import FIGURES, Figure, figure_named, values
from ...core.comparison.report.amounts import amount, interval
from ...core.comparison.sample import Sample
from ...core.comparison.verdict import Verdict, words
from .lane_looks import lane_mark
from .result import Result

_TEST_COLOUR = "$foreground 75%"


def plotted_figures(result: Result) -> list[Figure]:
    """Those that any lane has, the ones that answer the question first."""
    heads = [figure_named(name) for name in result.headline_figures]
    told = {name for lane in result.analysis.lanes for name in lane.figures}
    return heads + [one for one in FIGURES if one.name in told and one not in heads]


def strip_rows(result: Result, figure: Figure) -> list[StripRow]:
    colours = result.colours
    return [_strip(result, lane, figure, colours[lane]) for lane in range(len(result.lanes))]


def difference_rows(result: Result, figure: Figure) -> list[DifferenceRow]:
    """Each lane but the first, and below them the self-test where there is one."""
    colours, names = result.colours, result.names
    rows = [
        _difference(verdict, _name(result, lane), words(verdict, names[lane]), colours[lane])
        for lane in range(1, len(result.lanes))
        if (verdict := result.analysis.verdict(lane, figure.name))
    ]
    return rows + _self_test_rows(result, figure)


def _self_test_rows(result: Result, figure: Figure) -> list[DifferenceRow]:
    test = result.self_test
    verdict = test.analysis.verdict(1, figure.name) if test else None
    if verdict is None:
        return []
    said = words(verdict, f"{result.names[0]} against itself")
    return [_difference(verdict, "A/A", said, _TEST_COLOUR)]


def _strip(result: Result, lane: int, figure: Figure, colour: str) -> StripRow:
    mine = [one for one in result.samples if _counts(one, lane)]
    found = values(figure, mine)
    summary = result.analysis.lanes[lane].figures.get(figure.name)
    if summary is None:
        return StripRow(_name(result, lane), "·", colour)
    bound = summary.p50
    said = " ".join(
        [amount(summary.median), *([interval(bound)] if bound is not None else [])],
    )
    return StripRow(
        name=_name(result, lane),
        words=said,
        colour=colour,
        values=tuple(found),
        median=summary.median,
        low=bound.low if bound else None,
        high=bound.high if bound else None,
    )


def _difference(verdict: Verdict, name: str, said: str, colour: str) -> DifferenceRow:
    found = verdict.difference
    return DifferenceRow(name, said, colour, found.value, found.low, found.high, verdict.margin)


def _name(result: Result, lane: int) -> str:
    return f"{lane_mark(lane)} {lane + 1} {result.lanes[lane].path}"


def _counts(sample: Sample, lane: int) -> bool:
    return sample.place.compared and sample.place.lane == lane and sample.failure is None


def strip_title(figure: Figure) -> str:
    return f"{figure.title}, {figure.unit}"


def difference_title(result: Result, figure: Figure) -> str:
    if not result.lanes:
        return figure.title
    return f"{figure.title} less {result.lanes[0].path}'s, {figure.unit}"


def place_of(figures: Sequence[Figure], name: str) -> int:
    """The place of a figure; the first one's where it is not among them."""
    names = [figure.name for figure in figures]
    return names.index(name) if name in names else 0
