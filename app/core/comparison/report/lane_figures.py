"""The figures of each lane: medians beside each other, then each lane with its intervals."""

from collections import Counter
from collections.abc import Callable, Sequence
from statistics import median

from ..analysis import Analysis
from ..figures import Figure, figure_named
from ..plan import Mode, Plan
from ..record import Record
from ..sample import Sample
from ..statistics import Estimate
from ..summary import LaneSummary, Summary
from .amounts import NOTHING, amount, counted, interval, lane_mark
from .parts import Section, Table

_OVERVIEW = {
    Mode.OVERHEAD: ("ttfb", "ttft", "icl", "e2e"),
    Mode.WORKLOAD: ("ttft", "decode", "server_decode", "e2e"),
}
FIGURES = ("ttfb", "role", "ttft", "ttfo", "icl", "icl_p95", "itl", "tpot", "e2e")
SPEEDS = ("decode", "overall")
_LEAST_FOR_TABLES = 2
_QUANTILES: tuple[tuple[str, Callable[[Summary], Estimate | None]], ...] = (
    ("p90", lambda summary: summary.p90),
    ("p95", lambda summary: summary.p95),
    ("p99", lambda summary: summary.p99),
)


def overview(record: Record, analysis: Analysis) -> Section:
    """One row a lane, of the requests that were alone; nothing where none was."""
    if not any(one.measured for one in analysis.lanes):
        return Section(title="")
    shown = [figure_named(name) for name in _OVERVIEW[record.plan.mode]]
    rows = [
        (
            lane_mark(record.plan, one.lane),
            str(one.measured - one.failed),
            *(_median(one, figure) for figure in shown),
            *_answered(record, one),
        )
        for one in analysis.lanes
    ]
    head = ("lane", "n", *map(_head, shown), "tokens", "outcome")
    title = "Medians, with one request in flight" if record.plan.levels else "Medians"
    return Section(title=title, table=Table(head=head, rows=tuple(rows)))


def lane_tables(record: Record, analysis: Analysis) -> list[Section]:
    """A table a lane; where each lane answered once, or under load, others say it all."""
    most = max((one.measured for one in analysis.lanes), default=0)
    if record.plan.levels or most < _LEAST_FOR_TABLES:
        return []
    return [_lane_table(record.plan, one) for one in analysis.lanes if one.figures]


def _lane_table(plan: Plan, summary: LaneSummary) -> Section:
    shown = [figure_named(name) for name in (*FIGURES, *SPEEDS)]
    told = [
        (figure, summary.figures[figure.name])
        for figure in shown
        if figure.name in summary.figures and not repeats(summary, figure)
    ]
    quantiles = [
        (name, of) for name, of in _QUANTILES if any(of(found) is not None for _, found in told)
    ]
    rows = [
        (
            f"{figure.title} {figure.unit}",
            str(found.count),
            amount(found.median),
            interval(found.p50),
            *(amount(_value(of(found))) for _, of in quantiles),
        )
        for figure, found in told
    ]
    head = ("figure", "n", "median", "95 % interval", *(name for name, _ in quantiles))
    label = f"{summary.lane + 1} {plan.lanes[summary.lane].label}"
    return Section(
        title=label, table=Table(head=head, rows=tuple(rows)), notes=_about_chunks(summary)
    )


def repeats(summary: LaneSummary, figure: Figure) -> bool:
    """Whether the figure says nothing of its own: without reasoning, TTFO is TTFT."""
    return figure.name == "ttfo" and summary.figures["ttfo"] == summary.figures.get("ttft")


def _about_chunks(summary: LaneSummary) -> tuple[str, ...]:
    if not summary.chunked:
        return ()
    answers = counted(summary.chunked, "answer")
    return (f"In {answers} chunks held other than one token each: their gaps are no ITL.",)


def _answered(record: Record, summary: LaneSummary) -> tuple[str, str]:
    mine = [one for one in record.samples if one.place.lane == summary.lane and one.place.compared]
    tokens = [count for one in mine if (count := one.tokens) is not None]
    return f"{median(tokens):g}" if tokens else NOTHING, _outcome(mine)


def _outcome(samples: Sequence[Sample]) -> str:
    """How the answers ended, the most frequent first."""
    ends = Counter(
        f"✗ {one.failure.kind}" if one.failure else one.answer.finish_reason or "no end"
        for one in samples
    )
    if len(ends) == 1:
        return next(iter(ends))
    return ", ".join(f"{count} {end}" for end, count in ends.most_common())


def _median(summary: LaneSummary, figure: Figure) -> str:
    found = summary.figures.get(figure.name)
    return amount(found.median if found else None)


def _head(figure: Figure) -> str:
    # It stands beside the client's own.
    return "server's" if figure.clock == "server" else f"{figure.title} {figure.unit}"


def _value(found: Estimate | None) -> float | None:
    return None if found is None else found.value
