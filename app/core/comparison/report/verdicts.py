"""What a comparison came to, in a few lines: figures, what has changed, texts, and load."""

import math
from collections.abc import Sequence

from ..analysis import HEADLINES, Analysis, lane_names
from ..history import History
from ..plan import Plan
from ..sweep import Load
from ..verdict import LEAST_PAIRS, Outcome
from .amounts import counted

_CHANGED = (Outcome.MORE, Outcome.LESS)


def verdicts(plan: Plan, analysis: Analysis, past: History | None = None) -> list[str]:
    """The most telling first; nothing of a single lane that is held against nothing."""
    return [
        *_of_load(plan, analysis.loads),
        *_of_figures(plan, analysis),
        *_of_texts(plan, analysis),
        *(_of_changes(past) if past is not None else ()),
    ]


def asks_service(plan: Plan) -> bool:
    """Whether the plan says which requests are good."""
    service = plan.service
    return (service.ttft, service.tpot, service.e2e) != (None, None, None)


def answered_per_second(load: Load) -> float:
    """Answers that came, in a second of the level's own time."""
    return (load.requests - load.failed) / load.seconds


def _of_figures(plan: Plan, analysis: Analysis) -> Sequence[str]:
    if len(plan.lanes) < 2 or plan.levels:
        return []
    if not analysis.admission.pairs:
        return ["No verdict: no round gave a pair of answers that may be compared."]
    told = [one for one in analysis.verdicts if one.figure.name in HEADLINES[plan.mode]]
    if any(one.outcome is not Outcome.TOO_FEW for one in told):
        return analysis.headlines
    return [_too_few(plan, analysis)]


def _too_few(plan: Plan, analysis: Analysis) -> str:
    pairs = max(len(analysis.admission.of_lane(lane)) for lane in range(1, len(plan.lanes)))
    takes = f"it takes {LEAST_PAIRS} pairs to tell a difference from noise, this has {pairs}"
    enough = math.ceil(LEAST_PAIRS / len(plan.prompts))
    return f"No verdict: {takes}" + (f" (--repeat {enough})." if enough > plan.repeat else ".")


def _of_texts(plan: Plan, analysis: Analysis) -> list[str]:
    found = analysis.agreements
    # With words of its own in front, each request has a text of its own.
    if plan.nonce:
        return []
    lanes = list(dict.fromkeys(one.lane for one in found))
    names = lane_names(plan)
    told: list[str] = []
    for lane in sorted(lanes):
        mine = [one.text.equal for one in found if one.lane == lane]
        many = counted(len(mine), "answer")
        told.append(f"Texts: {names[lane]} says the same in {sum(mine)} of {many}")
    return told


def _of_load(plan: Plan, loads: Sequence[Load]) -> list[str]:
    names = lane_names(plan)
    told: list[str] = []
    for lane, name in enumerate(names):
        mine = [one for one in loads if one.lane == lane]
        if not mine:
            continue
        best = max(mine, key=answered_per_second)
        line = f"{name}: at best {answered_per_second(best):.2f} answers/s, {_level(best)}"
        if asks_service(plan):
            good = max(mine, key=lambda one: one.good_per_second)
            line += f"; good ones {good.good_per_second:.2f}/s, {_level(good)}"
        told.append(line)
    return told


def _level(load: Load) -> str:
    return f"with {load.level} in flight"


def _of_changes(past: History) -> list[str]:
    changed = [one.words for one in past.changes if one.outcome in _CHANGED]
    if changed or not past.changes:
        return changed
    return [f"No lane is found slower or faster than in the record of {past.since}."]
