"""What the compare screen has on show: a record and all that is derived from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .... import __version__
from ...core.comparison.analysis import HEADLINES, Analysis, analyse, lane_names
from ...core.comparison.plan import Mode, Plan
from ...core.comparison.record import Record, begin_record
from ...core.comparison.sample import Sample
from ...core.comparison.verdict import Verdict
from ...core.lanes import Lane
from .lane_looks import lane_colours
from .plans import Wanted, plan_for

NOTHING_WANTED = Wanted(Mode.WORKLOAD, "", 1)


@dataclass(frozen=True, slots=True)
class Result:
    """A record at one moment, with its analysis; the views draw nothing else."""

    record: Record
    analysis: Analysis
    self_test: "Result | None" = None
    """The first lane against itself, measured the same way: what differs there is noise."""

    @property
    def plan(self) -> Plan:
        return self.record.plan

    @property
    def lanes(self) -> Sequence[Lane]:
        return self.record.plan.lanes

    @property
    def names(self) -> list[str]:
        return lane_names(self.record.plan)

    @property
    def colours(self) -> list[str]:
        return lane_colours(self.lanes)

    @property
    def samples(self) -> Sequence[Sample]:
        return self.record.samples

    @property
    def headline_figures(self) -> Sequence[str]:
        """The names of the figures that answer the mode's question."""
        return HEADLINES[self.plan.mode]

    def headlines(self) -> list[tuple[Verdict, str]]:
        """Each verdict that answers the mode's question, with its words."""
        found = [
            verdict
            for figure in self.headline_figures
            for lane in range(1, len(self.lanes))
            if (verdict := self.analysis.verdict(lane, figure))
        ]
        return list(zip(found, self.analysis.headlines, strict=True))

    def beside(self, self_test: "Result | None") -> "Result":
        """With a self-test, where it asked the same question of the same first lane."""
        fits = self_test is not None and _asked_alike(self.plan, self_test.plan)
        return replace(self, self_test=self_test if fits else None)


def derive(record: Record, self_test: Result | None = None) -> Result:
    """The record with its analysis; takes milliseconds a lane, more with many samples."""
    analysis = analyse(record.plan, record.samples, record.received)
    return Result(record, analysis).beside(self_test)


def nothing_yet(lanes: Sequence[Lane], wanted: Wanted) -> Result:
    """What is on show before anything was measured: the lanes, and no figures."""
    return derive(begin_record(plan_for(lanes, wanted), __version__))


def _asked_alike(plan: Plan, test: Plan) -> bool:
    if not plan.lanes or plan.mode is not test.mode or plan.prompts != test.prompts:
        return False
    return plan.lanes[0].text == test.lanes[0].text
