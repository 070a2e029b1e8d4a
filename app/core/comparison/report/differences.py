"""Each lane held against the first one: differences, and the pairs that were not admitted."""

from collections import defaultdict
from collections.abc import Sequence

from ..admission import BASELINE
from ..analysis import Analysis
from ..plan import Plan
from ..verdict import LEAST_MARGIN, MARGIN_SHARE, Outcome, Verdict, direction
from .amounts import NOTHING, amount, counted, interval, lane_mark, signed
from .parts import Section, Table

_WORDS = {
    Outcome.SAME: "the same",
    Outcome.UNDECIDED: "undecided",
    Outcome.TOO_FEW: "too few",
}
_SHORT = {
    "server_prompt": "prompt ms, server",
    "server_decode": "tok/s, server",
    "around": "around engine ms",
    "claimed": "gateway's own ms",
}
_MOST_ROUNDS = 8


def differences(plan: Plan, analysis: Analysis) -> list[Section]:
    """A table for each lane but the first; figures that are 0 on both sides are left out."""
    found: list[Section] = []
    for lane in range(1, len(plan.lanes)):
        mine = [
            one
            for one in analysis.verdicts
            if one.lane == lane and not _idle(one) and not _repeats(analysis, one)
        ]
        if mine:
            found.append(_section(plan, lane, mine))
    return found


def rejections(plan: Plan, analysis: Analysis) -> Section:
    """Every pair that enters no difference, by its reason."""
    rounds: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    for one in analysis.admission.rejected:
        rounds[one.lane, one.reason].append((one.prompt, one.round))
    lines = [
        f"{lane_mark(plan, lane)}, {_rounds(plan, places)}: {reason}"
        for (lane, reason), places in rounds.items()
    ]
    return Section(title="Pairs that were not admitted", lines=tuple(lines))


def _section(plan: Plan, lane: int, verdicts: Sequence[Verdict]) -> Section:
    base = lane_mark(plan, BASELINE)
    rows = [_row(one) for one in verdicts]
    pairs = counted(max(one.difference.count for one in verdicts), "pair")
    return Section(
        title=f"{lane_mark(plan, lane)} against {base}, {pairs}",
        table=Table(
            head=("figure", base, "difference", "95 % interval", "ratio", "verdict"),
            rows=tuple(rows),
        ),
        notes=(_margin(plan),),
    )


def _margin(plan: Plan) -> str:
    if plan.margin is None:
        told = f"{LEAST_MARGIN:g} ms or {MARGIN_SHARE * 100:g} %, whichever is more"
    else:
        told = f"{plan.margin:g} ms, of a speed {MARGIN_SHARE * 100:g} %"
    return f"“The same” is an interval within ±{told}."


def _row(verdict: Verdict) -> tuple[str, ...]:
    figure, found = verdict.figure, verdict.difference
    ratio = verdict.ratio
    return (
        _SHORT.get(figure.name, f"{figure.title} {figure.unit}"),
        amount(verdict.base),
        signed(found.value),
        interval(found, with_sign=True),
        NOTHING if ratio is None else f"{ratio:.2f}",
        _WORDS.get(verdict.outcome) or direction(figure, verdict.outcome),
    )


def _idle(verdict: Verdict) -> bool:
    return verdict.base == 0 and verdict.difference.value == 0


def _repeats(analysis: Analysis, verdict: Verdict) -> bool:
    """Without reasoning, the first text is the first content."""
    ttft = analysis.verdict(verdict.lane, "ttft")
    return verdict.figure.name == "ttfo" and ttft is not None and _same(verdict, ttft)


def _same(one: Verdict, other: Verdict) -> bool:
    return (one.base, one.difference) == (other.base, other.difference)


def _rounds(plan: Plan, places: Sequence[tuple[int, int]]) -> str:
    several = len(plan.prompts) > 1
    told = [
        f"{number + 1} of prompt {prompt + 1}" if several else f"{number + 1}"
        for prompt, number in places
    ]
    shown = ", ".join(told[:_MOST_ROUNDS])
    more = len(told) - _MOST_ROUNDS
    word = "round" if len(told) == 1 else "rounds"
    return f"{word} {shown} and {more} more" if more > 0 else f"{word} {shown}"
