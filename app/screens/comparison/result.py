"""What the compare screen has on show: a record and all that is derived from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from .... import __version__
from ...core.comparison.analysis import HEADLINES, Analysis, analyse, lane_names
from ...core.comparison.plan import Mode, Plan
from ...core.comparison.record import Record, begin_record
from ...core.comparison.sample import Sample
from ...core.comparison.verdict import Verdict
from ...core.lanes import Lane
from .plans import Wanted, plan_for


@dataclass(frozen=True, slots=True)
class Result:
    """A record at one moment, with its analysis; the panes draw nothing else."""

    record: Record
    analysis: Analysis

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
    def samples(self) -> Sequence[Sample]:
        return self.record.samples

    def headlines(self) -> list[tuple[Verdict, str]]:
        """Each verdict that answers the mode's question, with its words."""
        found = [
            verdict
            for figure in HEADLINES[self.plan.mode]
            for lane in range(1, len(self.lanes))
            if (verdict := self.analysis.verdict(lane, figure))
        ]
        return list(zip(found, self.analysis.headlines, strict=True))


def derive(record: Record) -> Result:
    """The record with its analysis; takes milliseconds a lane, more with many samples."""
    return Result(record, analyse(record.plan, record.samples, record.received))


def nothing_yet(lanes: Sequence[Lane], mode: Mode) -> Result:
    """What is on show before anything was measured: the lanes, and no figures."""
    return derive(begin_record(plan_for(lanes, Wanted(mode, "", 1)), __version__))
