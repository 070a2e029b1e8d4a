"""Gathers what a measurement tells into a record, and knows how far it has come."""

from dataclasses import dataclass, replace

from ..failures import Failure
from .measuring.process import Measured
from .measuring.stall import Stall
from .plan import Plan
from .record import Record, begin_record, load_average
from .run import Asking, Received, Remark
from .sample import Sample
from .schedule import requests


@dataclass(slots=True)
class RecordKeeper:
    """Takes steps as they come; `record` holds what has come so far."""

    record: Record
    asking: Asking | None = None
    """The request that is under way."""
    failure: Failure | None = None
    """Why the measuring itself ended early."""

    @classmethod
    def begin(cls, plan: Plan, version: str) -> "RecordKeeper":
        return cls(begin_record(plan, version))

    @property
    def done(self) -> int:
        return len(self.record.samples)

    @property
    def total(self) -> int:
        """Requests that the plan sends; more where models must take turns in memory."""
        return max(requests(self.record.plan), self.done)

    @property
    def seconds_left(self) -> float | None:
        """By the mean of the requests so far; None before the second one ends."""
        samples = self.record.samples
        if len(samples) < 2:
            return None
        last = samples[-1]
        spent = last.began + (last.marks.end or 0.0) / 1000 - samples[0].began
        return spent / len(samples) * (self.total - len(samples))

    def take(self, step: Measured) -> None:
        record = self.record
        match step:
            case Sample():
                self.record = replace(record, samples=(*record.samples, step))
            case Asking():
                self.asking = step
            case Remark(text):
                self.record = replace(record, remarks=(*record.remarks, text))
            case Received(lane, request):
                self.record = replace(record, received={**record.received, lane: request})
            case Stall():
                self.record = replace(record, stall=step)
            case Failure():
                self.failure = step

    def finish(self) -> Record:
        """The record with what is known only at the end."""
        machine = replace(self.record.machine, load_after=load_average())
        self.record = replace(self.record, machine=machine)
        return self.record
