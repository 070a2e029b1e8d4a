"""One request in full: its phases, its figures, what was sent and what came back."""

from ....widgets.figure_grid import GridColumn
from ....widgets.sections import Section, SectionLine
from ....widgets.waterfall import Span
from ...core.comparison.figures import FIGURES
from ...core.comparison.report.amounts import amount
from ...core.comparison.sample import Sample
from ...core.failures import Failure
from ..failure_rows import failure_rows
from .pretty import pretty_json

_QUIET, _BAD = "$foreground 75%", "$text-error"
_COLUMNS = (
    GridColumn("figure", "left"),
    GridColumn(""),
    GridColumn("unit", "left"),
    GridColumn("clock", "left"),
    GridColumn("what it is", "left", yields=True),
)
_CONNECT, _LOAD, _WAIT = "$text-secondary", "$text-warning", "$text-primary"


def spans(sample: Sample, colour: str) -> list[Span]:
    """Connecting comes before 0, the moment at which the request had left."""
    marks = sample.marks
    found: list[Span] = []
    if marks.connect:
        found.append(Span("connect", -marks.connect, 0.0, _CONNECT))
    if marks.load:
        found.append(Span("load", 0.0, marks.load, _LOAD))
    first = marks.first_content
    if first is not None:
        found.append(Span("queue + prefill", marks.load or 0.0, first, _WAIT, _waited(sample)))
    if first is not None and marks.end is not None:
        found.append(Span("decode", first, marks.end, colour, _decoded(sample)))
    elif marks.end:
        found.append(Span("until it failed", marks.load or 0.0, marks.end, _BAD))
    return found


def phase_sections(sample: Sample, rejection: str) -> list[Section]:
    """Why it failed or was rejected, every figure that it has, and its answer."""
    found: list[Section] = []
    if sample.failure is not None:
        found.append(failure_section(sample.failure))
    if rejection:
        lines = [SectionLine(rejection, "$text-warning")]
        found.append(Section("This pair enters no difference", lines))
    if figures := _figures(sample):
        found.append(Section("Figures", columns=_COLUMNS, rows=figures))
    if sample.failure is None or sample.answer.text:
        found.append(Section("Answer", _answer(sample)))
    return found


def failure_section(failure: Failure) -> Section:
    lines = [SectionLine(failure.summary, f"bold {_BAD}", "✗")]
    lines += [SectionLine(text, mark=f"{name + ':':<6}") for name, text in failure_rows(failure)]
    return Section("Failure", lines)


def request_sections(sample: Sample) -> list[Section]:
    wire = sample.wire
    if not wire.url:
        return [Section(lines=[SectionLine("Nothing was sent.", _QUIET)])]
    return [
        Section("Request", [SectionLine(f"{wire.method} {wire.url}")]),
        Section("Body", [SectionLine(pretty_json(wire.request))]),
    ]


def response_sections(sample: Sample) -> list[Section]:
    wire = sample.wire
    status = "no status" if wire.status is None else f"HTTP {wire.status}"
    headers = [SectionLine(f"{name}: {value}") for name, value in wire.headers.items()]
    raw = wire.response or "(nothing came)"
    found = [Section("Response", [SectionLine(status)])]
    if headers:
        found.append(Section("Headers of the gateway", headers))
    return [*found, Section("Body, as it came", [SectionLine(raw, raw=True)])]


def _figures(sample: Sample) -> list[tuple[str, ...]]:
    return [
        (one.title, amount(value), one.unit, one.clock, one.meaning)
        for one in FIGURES
        if (value := one.of(sample)) is not None
    ]


def _waited(sample: Sample) -> str:
    marks, timings = sample.marks, sample.timings
    told = [f"first byte at {amount(marks.first_byte)} ms"] if marks.first_byte else []
    if timings is not None:
        told.append(f"llama.cpp's prefill {amount(timings.prompt_ms)} ms")
    if sample.cached_tokens is not None:
        told.append(f"{sample.cached_tokens} prompt tokens from the cache")
    return " · ".join(told)


def _decoded(sample: Sample) -> str:
    told = [f"{len(sample.marks.contents)} chunks"]
    if sample.tokens is not None:
        told.append(f"{sample.tokens} tokens")
    if sample.timings is not None:
        told.append(f"llama.cpp's decode {amount(sample.timings.predicted_ms)} ms")
    return " · ".join(told)


def _answer(sample: Sample) -> list[SectionLine]:
    answer = sample.answer
    told = [SectionLine(answer.reasoning, _QUIET, "reasoning:")] if answer.reasoning else []
    told += [SectionLine(call, mark="tool call:") for call in answer.tool_calls]
    told.append(SectionLine(answer.text or "(no text)", "" if answer.text else _QUIET))
    if answer.finish_reason:
        told.append(SectionLine(f"ended by {answer.finish_reason}", _QUIET))
    return told
