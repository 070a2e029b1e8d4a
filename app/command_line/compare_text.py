"""A comparison in words: for a terminal, and as Markdown for a note or a ticket."""

import re

from ..core.comparison.agreement import Agreement
from ..core.comparison.analysis import Analysis
from ..core.comparison.figures import figure_named
from ..core.comparison.record import Record
from ..core.comparison.sample import Sample
from ..core.lanes import Lane
from ..core.plain_text import one_line

_HEAD = ("lane", "round", "first text", "tokens", "speed", "in all", "outcome")
_BACKTICKS = re.compile(r"`{3,}")


def as_text(record: Record, analysis: Analysis) -> str:
    """Answers, figures and where they part, for reading in a terminal."""
    parts: list[str] = ["\n".join(analysis.headlines)]
    for number, prompt in enumerate(record.plan.prompts):
        parts.append(f"# {prompt}")
        for place, lane in enumerate(record.plan.lanes):
            parts.append(f"{_heading(place, lane)}\n{_first_text(record, number, place)}")
        parts.append(_table(_rows(record, number)))
        parts.append("\n".join(_verdicts(analysis, number)))
    return "\n\n".join(part for part in parts if part)


def as_markdown(record: Record, analysis: Analysis) -> str:
    """The same as Markdown; answers stand in fences, so that their own marks stay theirs."""
    parts: list[str] = ["\n".join(f"- {said}" for said in analysis.headlines)]
    for number, prompt in enumerate(record.plan.prompts):
        parts.append(f"## {one_line(prompt)}")
        parts.append(_markdown_table(_rows(record, number)))
        parts.append("\n".join(f"- {said}" for said in _verdicts(analysis, number)))
        for place, lane in enumerate(record.plan.lanes):
            answer = _fenced(_first_text(record, number, place))
            parts.append(f"### {_heading(place, lane)}\n\n{answer}")
    return "\n\n".join(part for part in parts if part)


def verdict(pair: Agreement) -> str:
    """Whether two lanes said the same, in one line."""
    names = f"round {pair.round + 1}: 1 and {pair.lane + 1}"
    if pair.text.equal:
        return f"{names} say the same"
    difference = pair.text.difference
    if difference is None:
        return f"{names} differ in white space alone"
    after = f" after “{one_line(difference.before)}”" if difference.before else ""
    left, right = (one_line(word) or "(end)" for word in (difference.left, difference.right))
    return f"{names} part at word {difference.word + 1}{after}: “{left}” or “{right}”"


def _heading(place: int, lane: Lane) -> str:
    # Two engines of one runner have the same label; their bases tell them apart.
    return one_line(f"{place + 1} {lane.label} · {lane.base}")


def _verdicts(analysis: Analysis, prompt: int) -> list[str]:
    return [verdict(one) for one in analysis.agreements if one.prompt == prompt]


def _first_text(record: Record, prompt: int, lane: int) -> str:
    answered = (one for one in _measured(record, prompt) if one.place.lane == lane)
    sample = next(answered, None)
    if sample is None:
        return "(no text)"
    return sample.answer.text or (f"✗ {sample.failure.summary}" if sample.failure else "(no text)")


def _measured(record: Record, prompt: int) -> list[Sample]:
    mine = [one for one in record.samples if one.place.compared and one.place.prompt == prompt]
    return sorted(mine, key=lambda one: (one.place.lane, one.place.round))


def _rows(record: Record, prompt: int) -> list[tuple[str, ...]]:
    lanes = record.plan.lanes
    return [
        (
            f"{sample.place.lane + 1} {lanes[sample.place.lane].label}",
            str(sample.place.round + 1),
            *_cells(sample),
        )
        for sample in _measured(record, prompt)
    ]


def _cells(sample: Sample) -> tuple[str, ...]:
    marks, answer = sample.marks, sample.answer
    speed = figure_named("server_decode").of(sample)
    return (
        "" if marks.first_content is None else f"{marks.first_content / 1000:.2f} s",
        "" if sample.tokens is None else str(sample.tokens),
        f"{speed:.1f} tok/s (server)" if speed else "",
        "" if marks.end is None else f"{marks.end / 1000:.2f} s",
        answer.finish_reason if sample.failure is None else f"✗ {sample.failure.kind}",
    )


def _table(rows: list[tuple[str, ...]]) -> str:
    table = [_HEAD, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(_HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    )


def _markdown_table(rows: list[tuple[str, ...]]) -> str:
    table = [_HEAD, ("---",) * len(_HEAD), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in table)


def _cell(text: str) -> str:
    return one_line(text).replace("|", "\\|")


def _fenced(text: str) -> str:
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{text}\n{fence}"
