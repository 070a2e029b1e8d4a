"""Where the time of a request went, by the client's clock and by the engine's own."""

from collections.abc import Callable, Sequence
from statistics import median

from ..analysis import Analysis
from ..figures import OVERHEAD_HEADER
from ..plan import Kind, Plan
from ..record import Record
from ..sample import Sample
from .amounts import NOTHING, amount, interval, lane_mark
from .parts import Section, Table

_Of = Callable[[Sample], float | None]


def _nothing(_sample: Sample) -> float | None:
    return None


def _decoded(sample: Sample) -> float | None:
    first, end = sample.marks.first_content, sample.marks.end
    return None if first is None or end is None else end - first


def _engine_decoded(sample: Sample) -> float | None:
    return sample.timings.predicted_ms if sample.timings else None


def _engine_prompt(sample: Sample) -> float | None:
    return sample.timings.prompt_ms if sample.timings else None


_PHASES: tuple[tuple[str, _Of, _Of], ...] = (
    ("connect", lambda one: one.marks.connect, _nothing),
    ("load", lambda one: one.marks.load, _nothing),
    ("queue + prefill", lambda one: one.marks.first_content, _engine_prompt),
    ("decode", _decoded, _engine_decoded),
    ("whole", lambda one: one.marks.end, _nothing),
)


def phases(record: Record, analysis: Analysis) -> Section:
    """Medians in milliseconds; a phase that no lane had is left out."""
    lanes = [(lane, _good(record, lane)) for lane in range(len(record.plan.lanes))]
    everything = [one for _, mine in lanes for one in mine]
    shown = [one for one in _PHASES if _middle(one[1], everything) or one[0] != "load"]
    rows = [row for lane, mine in lanes if mine for row in _rows(record.plan, lane, mine, shown)]
    head = ("lane", "clock", *(name for name, _, _ in shown))
    return Section(
        title="Phases, in ms" if rows else "",
        table=Table(head=head, rows=tuple(rows)) if rows else None,
        notes=tuple(_around(record.plan, analysis)),
    )


def loads(record: Record) -> Section:
    """Requests for which the model was loaded, which are in no figure above."""
    lines = [
        f"{lane_mark(record.plan, one.place.lane)}: TTFT {amount(one.marks.first_content)} ms, "
        f"of which the runner was seen loading for {amount(one.marks.load or 0.0)} ms"
        for one in record.samples
        if one.failure is None and (one.marks.load or one.place.kind is Kind.COLD)
    ]
    return Section(title="First requests after a load, told apart", lines=tuple(lines))


def _rows(
    plan: Plan, lane: int, samples: Sequence[Sample], shown: Sequence[tuple[str, _Of, _Of]]
) -> list[tuple[str, ...]]:
    client = [amount(_middle(of, samples)) for _, of, _ in shown]
    server = [amount(_middle(of, samples)) for _, _, of in shown]
    rows: list[tuple[str, ...]] = [(lane_mark(plan, lane), "client", *client)]
    if any(cell != NOTHING for cell in server):
        rows.append(("", "server", *server))
    return rows


def _around(plan: Plan, analysis: Analysis) -> list[str]:
    """What is neither prefill nor decode, and what a gateway claims of it."""
    said: list[str] = []
    for one in analysis.lanes:
        mark, found = lane_mark(plan, one.lane), one.figures
        if around := found.get("around"):
            bounds = interval(around.p50)
            of = "around the engine (TTFT − its prefill)"
            said.append(f"{mark}: {amount(around.median)} ms {of}, {bounds}")
        if claimed := found.get("claimed"):
            own = f"{amount(claimed.median)} ms are the gateway's own"
            said.append(f"{mark}: {own}, as it says itself ({OVERHEAD_HEADER})")
    return [line.removesuffix(f", {NOTHING}") for line in said]


def _middle(of: _Of, samples: Sequence[Sample]) -> float | None:
    found = [value for one in samples if (value := of(one)) is not None]
    return median(found) if found else None


def _good(record: Record, lane: int) -> list[Sample]:
    return [
        one
        for one in record.samples
        if one.place.lane == lane and one.place.compared and one.failure is None
    ]
