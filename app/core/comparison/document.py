"""The JSON document of a comparison, `quayside/comparison/2`: written, and read from anywhere.

Its JSON Schema is generated from `ComparisonDocument` and published with the package.
"""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ConfigDict, JsonValue, TypeAdapter, ValidationError

from ..lanes import Lane, Path
from ..runner.received import ReceivedRequest
from .analysis import Analysis
from .derived import Derived, derived
from .measuring.stall import Stall
from .plan import Mode, Plan, ServiceLevel
from .record import CLOCK_NOTE, Machine, Record, Server
from .sample import Sample

SCHEMA = "quayside/comparison/2"
_ERRORS_SHOWN = 3


class RecordError(ValueError):
    """A text that is no record of a comparison; the message says where it breaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanePart:
    path: Path
    model: str
    base: str
    parameters: dict[str, JsonValue]
    stream: bool
    server: Server | None = None
    received: ReceivedRequest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPart:
    mode: Mode
    prompts: tuple[str, ...]
    repeat: int
    seed: int
    sequential: bool = False
    warm_up: int
    pause: float
    nonce: bool
    cold: bool
    levels: tuple[int, ...]
    service: ServiceLevel
    margin: float | None
    patience: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPart:
    note: str = CLOCK_NOTE
    stall: Stall | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonDocument:
    """`samples` is what was measured; `derived` is what Quayside says of it."""

    # Numbers that JSON does not have either; it holds for all parts.
    __pydantic_config__ = ConfigDict(allow_inf_nan=False)

    schema: Literal["quayside/comparison/2"]
    quayside: str
    started_at: str
    machine: Machine
    clock: ClockPart
    plan: PlanPart
    lanes: tuple[LanePart, ...]
    samples: tuple[Sample, ...]
    remarks: tuple[str, ...]
    derived: Derived


DOCUMENT = TypeAdapter(ComparisonDocument)


def document(record: Record, analysis: Analysis) -> dict[str, JsonValue]:
    """The whole comparison as one JSON object."""
    whole = ComparisonDocument(
        schema=SCHEMA,
        quayside=record.quayside,
        started_at=record.started_at,
        machine=record.machine,
        clock=ClockPart(stall=record.stall),
        plan=PlanPart(**_shared(record.plan)),
        lanes=tuple(_lane_part(record, place) for place in range(len(record.plan.lanes))),
        samples=record.samples,
        remarks=record.remarks,
        derived=derived(record.plan, analysis),
    )
    return DOCUMENT.dump_python(whole, mode="json")


def read_record(text: str | bytes) -> Record:
    """The record in a document. Raises `RecordError`; what was derived is derived again."""
    try:
        whole = DOCUMENT.validate_json(text)
    except ValidationError as problem:
        raise RecordError(_words(problem)) from problem
    _check_places(whole)
    received = {
        place: lane.received for place, lane in enumerate(whole.lanes) if lane.received is not None
    }
    return Record(
        quayside=whole.quayside,
        started_at=whole.started_at,
        machine=whole.machine,
        plan=_plan(whole),
        servers=tuple(lane.server or Server() for lane in whole.lanes),
        samples=whole.samples,
        received=received,
        remarks=whole.remarks,
        stall=whole.clock.stall,
    )


def _check_places(whole: ComparisonDocument) -> None:
    """Raises `RecordError` where a sample is of a lane or a prompt that is not there."""
    lanes, prompts = len(whole.lanes), len(whole.plan.prompts)
    for number, sample in enumerate(whole.samples):
        for name, count in (("lane", lanes), ("prompt", prompts)):
            place = getattr(sample.place, name)
            if not 0 <= place < count:
                raise RecordError(f"samples.{number}.place.{name}: {place} of {count}")


def _lane_part(record: Record, place: int) -> LanePart:
    lane = record.plan.lanes[place]
    return LanePart(
        path=lane.path,
        model=lane.model,
        base=lane.base,
        parameters=dict(lane.parameters),
        stream=lane.stream,
        server=record.servers[place] if place < len(record.servers) else None,
        received=record.received.get(place),
    )


def _shared(plan: Plan | PlanPart) -> dict[str, Any]:
    """What a plan and its part of the document have in common: all but the lanes."""
    return {name: getattr(plan, name) for name in PlanPart.__dataclass_fields__}


def _plan(whole: ComparisonDocument) -> Plan:
    lanes = tuple(
        Lane(one.path, one.model, one.base, parameters=one.parameters, stream=one.stream)
        for one in whole.lanes
    )
    return Plan(lanes=lanes, **_shared(whole.plan))


def _words(problem: ValidationError) -> str:
    errors = problem.errors(include_url=False, include_input=False)
    if any(error["loc"] == ("schema",) for error in errors):
        return f"it is no document of the schema {SCHEMA}"
    shown = [_error_words(error["loc"], error["msg"]) for error in errors[:_ERRORS_SHOWN]]
    more = len(errors) - len(shown)
    return "; ".join([*shown, f"and {more} more"] if more else shown)


def _error_words(place: tuple[int | str, ...], message: str) -> str:
    where = ".".join(str(part) for part in place)
    return f"{where}: {message}" if where else message
