"""What a path does to a request and to its answer, and how a lane holds up under load."""

from collections.abc import Sequence
from statistics import median

from ..agreement import FieldsBeside
from ..analysis import Analysis, BodyBeside
from ..figures import E2E, TTFT, Figure, values
from ..plan import Kind, Plan
from ..record import Record
from ..sweep import Load
from .amounts import amount, lane_mark, share
from .parts import Section, Table
from .verdicts import asks_service

_MOST_BODIES = 12
_CLOSED_LOOP = (
    "A closed loop: each worker asks again when its last answer has ended. It says nothing of "
    "users who arrive on their own."
)


def on_the_way(plan: Plan, analysis: Analysis) -> Section:
    """The request as the runner received it, and the fields of the answers."""
    lines = [line for one in analysis.bodies for line in _body_lines(plan, one)]
    lines += [line for one in analysis.fields for line in _field_lines(plan, one)]
    return Section(title="On the way", lines=tuple(lines))


def concurrency(record: Record, analysis: Analysis) -> list[Section]:
    """One row a lane and level; nothing where one request at a time was in flight."""
    plan, loads = record.plan, analysis.loads
    if not loads:
        return []
    head = ("lane", "level", "n", "failed", "req/s", "tok/s", "TTFT ms", "E2E ms")
    rows = [_load_row(record, one) for one in loads]
    table = Table(head=head, rows=tuple(rows))
    several = [Section(title="Requests in flight", table=table, notes=(_CLOSED_LOOP,))]
    return [*several, _goodput(plan, loads)] if asks_service(plan) else several


def _body_lines(plan: Plan, beside: BodyBeside) -> list[str]:
    both = f"{lane_mark(plan, 0)} and {lane_mark(plan, beside.lane)}"
    if not beside.differences:
        return [f"The runner received the same request body of {both}."]
    lines = [f"The runner received other request bodies of {both}:"]
    for one in beside.differences[:_MOST_BODIES]:
        left, right = (text or "(not there)" for text in (one.left, one.right))
        lines.append(f"  {one.place or 'the whole'}: {left} or {right}")
    more = len(beside.differences) - _MOST_BODIES
    return [*lines, f"  and {more} more"] if more > 0 else lines


def _field_lines(plan: Plan, beside: FieldsBeside) -> list[str]:
    lane = lane_mark(plan, beside.lane)
    told = (("lack", beside.dropped), ("have besides", beside.added))
    return [f"The answers of {lane} {verb} {', '.join(fields)}" for verb, fields in told if fields]


def _load_row(record: Record, load: Load) -> tuple[str, ...]:
    return (
        lane_mark(record.plan, load.lane),
        str(load.level),
        str(load.requests),
        str(load.failed),
        f"{load.requests_per_second:.2f}",
        amount(load.tokens_per_second),
        amount(_median(record, load, TTFT)),
        amount(_median(record, load, E2E)),
    )


def _median(record: Record, load: Load, figure: Figure) -> float | None:
    mine = [
        one
        for one in record.samples
        if (one.place.lane, one.place.level) == (load.lane, load.level)
        and one.place.kind is Kind.MEASURED
        and one.failure is None
    ]
    found = values(figure, mine)
    return median(found) if found else None


def _goodput(plan: Plan, loads: Sequence[Load]) -> Section:
    service = plan.service
    bounds = (("TTFT", service.ttft), ("TPOT", service.tpot), ("E2E", service.e2e))
    said = ", ".join(f"{name} ≤ {bound:g} ms" for name, bound in bounds if bound is not None)
    rows = [
        (
            lane_mark(plan, one.lane),
            str(one.level),
            *share(one.good),
            f"{one.good_per_second:.2f}",
        )
        for one in loads
    ]
    head = ("lane", "level", "good", "95 % interval", "good/s")
    return Section(title=f"Goodput: {said}", table=Table(head=head, rows=tuple(rows)))
