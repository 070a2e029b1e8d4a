"""All that is derived from the samples of a comparison; the same samples give the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..lanes import Lane, Path
from ..runner.received import ReceivedRequest
from ..wire.address import AddressError, parse_engine_base
from .admission import Admission, admit
from .agreement import Agreement, FieldsBeside, agreements, caveats, fields_beside
from .bodies import BodyDifference, compare_bodies
from .figures import FIGURES, figure_named
from .plan import Mode, Plan
from .sample import Sample
from .summary import LaneSummary, summarise
from .sweep import Load, loads
from .verdict import Verdict, judge, words

HEADLINES = {Mode.OVERHEAD: ("ttft", "icl"), Mode.WORKLOAD: ("e2e", "ttft", "tpot")}
"""The figures that answer each mode's question, the most telling one first."""


@dataclass(frozen=True, slots=True)
class BodyBeside:
    """What the runner received of a lane, against what it received of the first one."""

    lane: int
    differences: tuple[BodyDifference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """`verdicts` and what follows hold each lane but the first against the first one."""

    lanes: tuple[LaneSummary, ...]
    admission: Admission
    verdicts: tuple[Verdict, ...]
    headlines: tuple[str, ...]
    """The verdicts that answer the question, in words."""
    agreements: tuple[Agreement, ...]
    caveats: tuple[str, ...]
    fields: tuple[FieldsBeside, ...]
    bodies: tuple[BodyBeside, ...]
    loads: tuple[Load, ...]

    def verdict(self, lane: int, figure: str) -> Verdict | None:
        found = (one for one in self.verdicts if (one.lane, one.figure.name) == (lane, figure))
        return next(found, None)


def analyse(
    plan: Plan, samples: Sequence[Sample], received: Mapping[int, ReceivedRequest] | None = None
) -> Analysis:
    """Also of a comparison that still runs, over what has come so far."""
    admission = admit(samples, plan.mode)
    others = range(1, len(plan.lanes))
    verdicts = [
        verdict
        for lane in others
        for figure in FIGURES
        if (verdict := judge(lane, figure, admission.of_lane(lane), plan.margin))
    ]
    found = agreements(samples)
    return Analysis(
        lanes=tuple(summarise(lane, samples) for lane in range(len(plan.lanes))),
        admission=admission,
        verdicts=tuple(verdicts),
        headlines=tuple(_headlines(plan, verdicts)),
        agreements=tuple(found),
        caveats=tuple(caveats(plan, found)),
        fields=tuple(fields_beside(samples, lane) for lane in others),
        bodies=tuple(_bodies(plan, received or {})),
        loads=tuple(loads(plan, samples)),
    )


def lane_names(plan: Plan) -> list[str]:
    """The shortest names that tell the lanes apart: `proxy`, or `2 proxy · ai/smollm2`.

    Two engines of one runner have their names too: `2 sdk · ai/smollm2 · vllm`.
    """
    paths = [lane.path.value for lane in plan.lanes]
    if len(set(paths)) == len(paths):
        return paths
    labels, engines = [lane.label for lane in plan.lanes], list(map(engine_of, plan.lanes))
    if len(set(labels)) < len(labels) and len(set(engines)) > 1:
        labels = [" · ".join(filter(None, both)) for both in zip(labels, engines, strict=True)]
    return [f"{number} {label}" for number, label in enumerate(labels, 1)]


def engine_of(lane: Lane) -> str:
    """The engine that the lane's base names; the empty text of a gateway, or where none is."""
    if lane.path is Path.PROXY:
        return ""
    try:
        return parse_engine_base(lane.base).engine
    except AddressError:
        return ""


def _headlines(plan: Plan, verdicts: Sequence[Verdict]) -> list[str]:
    names = lane_names(plan)
    by_place = {(one.lane, one.figure.name): one for one in verdicts}
    return [
        f"{figure_named(figure).title}: {words(verdict, names[lane])}"
        for figure in HEADLINES[plan.mode]
        for lane in range(1, len(plan.lanes))
        if (verdict := by_place.get((lane, figure)))
    ]


def _bodies(plan: Plan, received: Mapping[int, ReceivedRequest]) -> list[BodyBeside]:
    if 0 not in received:
        return []
    return [
        BodyBeside(lane, tuple(compare_bodies(received[0].body, received[lane].body)))
        for lane in range(1, len(plan.lanes))
        if lane in received
    ]
