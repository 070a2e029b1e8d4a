"""What the lanes answered, whether it is the same, and where it parts."""

import re
from collections import Counter
from collections.abc import Sequence

from ...lanes import Lane
from ..agreement import Agreement
from ..analysis import Analysis
from ..parity import Difference
from ..plan import Mode, Plan
from ..record import Record
from ..sample import Sample
from .amounts import lane_mark
from .parts import Answers, Said, Section

NO_TEXT = "(no text)"
_MOST_DIFFERENCES = 3
_WORD = re.compile(r"\S+")


def answers(record: Record, analysis: Analysis) -> list[Answers]:
    """The first round of each prompt; overhead's few words are nobody's question."""
    plan = record.plan
    if plan.mode is Mode.OVERHEAD or plan.levels:
        return []
    return [
        Answers(
            prompt,
            tuple(
                Said(_heading(place, lane), *_said(record, analysis, number, place))
                for place, lane in enumerate(plan.lanes)
            ),
        )
        for number, prompt in enumerate(plan.prompts)
    ]


def agreement(plan: Plan, analysis: Analysis) -> Section:
    """How many texts are equal, where the others part, and why they may."""
    lines = [
        line
        for lane in range(1, len(plan.lanes))
        for line in _lane_lines(plan, lane, [a for a in analysis.agreements if a.lane == lane])
    ]
    return Section(title="Do they say the same?", lines=tuple(lines), notes=tuple(analysis.caveats))


def _lane_lines(plan: Plan, lane: int, found: Sequence[Agreement]) -> list[str]:
    if not found:
        return []
    both = f"{lane_mark(plan, 0)} and {lane_mark(plan, lane)}"
    equal = sum(one.text.equal for one in found)
    lines = [f"{both}: {equal} of {len(found)} texts are equal"]
    parting = [one for one in found if not one.text.equal]
    lines += [f"  {_where(plan, one)}: {_parting(one)}" for one in parting[:_MOST_DIFFERENCES]]
    if len(parting) > _MOST_DIFFERENCES:
        lines.append(f"  and {len(parting) - _MOST_DIFFERENCES} more differ")
    aspects = Counter(aspect for one in found for aspect in one.differing)
    return lines + [f"  {aspect} ({count} of {len(found)})" for aspect, count in aspects.items()]


def _where(plan: Plan, one: Agreement) -> str:
    told = f"round {one.round + 1}"
    return f"prompt {one.prompt + 1}, {told}" if len(plan.prompts) > 1 else told


def _parting(one: Agreement) -> str:
    difference = one.text.difference
    if difference is None:
        return "they differ in white space alone"
    after = f" after “{difference.before}”" if difference.before else ""
    left, right = (word or "(end)" for word in (difference.left, difference.right))
    return f"they part at word {difference.word + 1}{after}: “{left}” or “{right}”"


def _heading(place: int, lane: Lane) -> str:
    # Two engines of one runner have the same label; their bases tell them apart.
    return f"{place + 1} {lane.label} · {lane.base}"


def _said(
    record: Record, analysis: Analysis, prompt: int, lane: int
) -> tuple[str, tuple[int, int] | None]:
    sample = next((one for one in record.samples if _is_first(one, prompt, lane)), None)
    if sample is None:
        return NO_TEXT, None
    text = sample.answer.text
    if not text:
        failure = sample.failure
        return (f"✗ {failure.summary}" if failure else NO_TEXT), None
    return text, _differing_word(text, _parted(analysis, prompt, lane, sample.place.round))


def _is_first(sample: Sample, prompt: int, lane: int) -> bool:
    place = sample.place
    return place.compared and (place.prompt, place.round, place.lane) == (prompt, 0, lane)


def _parted(analysis: Analysis, prompt: int, lane: int, number: int) -> Difference | None:
    wanted = (prompt, number, lane)
    found = (one for one in analysis.agreements if (one.prompt, one.round, one.lane) == wanted)
    agreement = next(found, None)
    return agreement.text.difference if agreement else None


def _differing_word(text: str, difference: Difference | None) -> tuple[int, int] | None:
    if difference is None:
        return None
    words = list(_WORD.finditer(text))
    return words[difference.word].span() if difference.word < len(words) else None
