"""What was derived of a comparison, as a part of its document: names and numbers alone."""

from dataclasses import dataclass

from .admission import Rejection
from .agreement import Agreement, FieldsBeside
from .analysis import Analysis, BodyBeside, lane_names
from .plan import Plan
from .summary import LaneSummary
from .sweep import Load
from .verdict import Outcome, Verdict, words


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureDifference:
    """A figure of a lane minus the first lane's, in the figure's unit."""

    lane: int
    figure: str
    unit: str
    outcome: Outcome
    value: float
    low: float | None
    high: float | None
    ratio: float | None
    base: float
    pairs: int
    margin: float
    missing: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """Every part is about the samples of the same document."""

    headlines: tuple[str, ...]
    lanes: tuple[LaneSummary, ...]
    differences: tuple[FigureDifference, ...]
    rejected: tuple[Rejection, ...]
    agreements: tuple[Agreement, ...]
    caveats: tuple[str, ...]
    fields: tuple[FieldsBeside, ...]
    bodies: tuple[BodyBeside, ...]
    loads: tuple[Load, ...]


def derived(plan: Plan, analysis: Analysis) -> Derived:
    names = lane_names(plan)
    return Derived(
        headlines=analysis.headlines,
        lanes=analysis.lanes,
        differences=tuple(_difference(one, names[one.lane]) for one in analysis.verdicts),
        rejected=analysis.admission.rejected,
        agreements=analysis.agreements,
        caveats=analysis.caveats,
        fields=analysis.fields,
        bodies=analysis.bodies,
        loads=analysis.loads,
    )


def _difference(verdict: Verdict, name: str) -> FigureDifference:
    found = verdict.difference
    return FigureDifference(
        lane=verdict.lane,
        figure=verdict.figure.name,
        unit=verdict.figure.unit,
        outcome=verdict.outcome,
        value=found.value,
        low=found.low,
        high=found.high,
        ratio=verdict.ratio,
        base=verdict.base,
        pairs=found.count,
        margin=verdict.margin,
        missing=verdict.missing,
        words=words(verdict, name),
    )
