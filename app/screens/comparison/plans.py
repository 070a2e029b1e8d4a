"""From what the form says to the plan of a comparison."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...core.comparison.caching import without_prompt_cache
from ...core.comparison.plan import OVERHEAD_PROMPT, Mode, Plan, repeatable, short
from ...core.lanes import Lane

USUAL_ROUNDS = {Mode.OVERHEAD: 40, Mode.WORKLOAD: 3}
MOST_ROUNDS = 999


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form asks for; an empty prompt is overhead's own."""

    mode: Mode
    prompt: str
    rounds: int
    sequential: bool = False

    @property
    def needs_prompt(self) -> bool:
        return self.mode is Mode.WORKLOAD and not self.prompt


def other_mode(mode: Mode) -> Mode:
    return Mode.OVERHEAD if mode is Mode.WORKLOAD else Mode.WORKLOAD


def plan_for(lanes: Sequence[Lane], wanted: Wanted) -> Plan:
    """The plan over these lanes; a single lane is held against itself."""
    return Plan(
        lanes=_settled(lanes if len(lanes) != 1 else [lanes[0], lanes[0]], wanted.mode),
        prompts=(wanted.prompt or OVERHEAD_PROMPT,),
        mode=wanted.mode,
        repeat=wanted.rounds,
        sequential=wanted.sequential,
    )


def self_test_plan(plan: Plan) -> Plan:
    """The same with the first lane in both places: what differs there is noise."""
    return replace(plan, lanes=(plan.lanes[0], plan.lanes[0]))


def _settled(lanes: Sequence[Lane], mode: Mode) -> tuple[Lane, ...]:
    settled = tuple(repeatable(lane) for lane in lanes)
    if mode is Mode.OVERHEAD:
        return tuple(short(lane) for lane in settled)
    return without_prompt_cache(settled)
