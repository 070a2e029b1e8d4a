"""A record as a report: the same sections for a terminal, for Markdown and for a page."""

from ..analysis import Analysis
from ..history import History
from ..record import Record, moment_of
from ..schedule import requests
from .agreement_words import agreement, answers
from .amounts import counted, lane_mark
from .conditions import doubts, lanes, measuring
from .differences import differences, rejections
from .lane_figures import lane_tables, overview
from .meanings import meanings
from .on_the_way import concurrency, on_the_way
from .parts import Report, Section
from .phases import loads, phases
from .verdicts import verdicts


def report_of(record: Record, analysis: Analysis, past: History | None = None) -> Report:
    """`past` is what has changed since an older record."""
    plan = record.plan
    sections = [
        *concurrency(record, analysis),
        overview(record, analysis),
        _since(past),
        *differences(plan, analysis),
        rejections(plan, analysis),
        agreement(plan, analysis),
        on_the_way(plan, analysis),
        phases(record, analysis),
        loads(record),
        *lane_tables(record, analysis),
        meanings(analysis),
        measuring(record),
    ]
    return Report(
        title=_title(record),
        verdicts=tuple(verdicts(plan, analysis, past)),
        warnings=tuple([*_warnings(record, analysis), *doubts(record)]),
        lanes=lanes(record),
        answers=tuple(answers(record, analysis)),
        sections=tuple(section for section in sections if not section.empty),
    )


def _title(record: Record) -> str:
    plan, moment = record.plan, moment_of(record)
    parts = ["Comparison", plan.mode.value, counted(plan.repeat, "round")]
    if len(plan.prompts) > 1:
        parts.append(counted(len(plan.prompts), "prompt"))
    if plan.levels:
        parts.append(f"{', '.join(map(str, plan.levels))} in flight")
    parts.append(f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "undated")
    return " · ".join([*parts, f"quayside {record.quayside}"])


def _warnings(record: Record, analysis: Analysis) -> list[str]:
    plan, made, planned = record.plan, len(record.samples), requests(record.plan)
    found = [f"Stopped after {made} of {planned} requests."] if made < planned else []
    for one in analysis.lanes:
        mark = lane_mark(plan, one.lane)
        if one.failed:
            found.append(f"{mark} failed in {one.failed} of {counted(one.measured, 'request')}.")
        if one.streams is False:
            good = one.measured - one.failed
            buffered = f"{one.buffered} of {counted(good, 'answer')} came at once"
            found.append(f"{mark} is not really streaming: {buffered}.")
    if len(plan.lanes) > 1 and all(lane == plan.lanes[0] for lane in plan.lanes):
        found.append("All lanes are the same one: whatever differs here is noise, or a bias.")
    return found


def _since(past: History | None) -> Section:
    if past is None:
        return Section(title="")
    return Section(title=f"Against the record of {past.since}", lines=past.lines)
