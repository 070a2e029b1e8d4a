import os

import pytest

from kit.known_timing import FIRST_TOKEN, known_timing
from quayside.app.core.comparison.admission import admit
from quayside.app.core.comparison.analysis import analyse
from quayside.app.core.comparison.measuring.process import MeasuringProcess
from quayside.app.core.comparison.plan import Mode, Plan
from quayside.app.core.comparison.sample import Sample
from quayside.app.core.comparison.verdict import Outcome
from quayside.app.core.lanes import Lane, Path

ROUNDS = 12


async def measured(*bases, rounds=ROUNDS):
    lanes = tuple(Lane(Path.SDK, "known", base) for base in bases)
    plan = Plan(
        lanes=lanes, prompts=("x",), mode=Mode.OVERHEAD, repeat=rounds, pause=0.0, warm_up=1
    )
    steps = MeasuringProcess(os.environ).measure(plan)
    return plan, [step async for step in steps if isinstance(step, Sample)]


def of_lane(samples, lane):
    return [one for one in samples if one.place.lane == lane and one.place.compared]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [("cut", "truncated-stream"), ("cooldown", "rate-limited"), ("end", "nothing-listening")],
)
async def test_a_fault_in_one_lane_neither_stops_nor_skews_the_others(fault, kind):
    async with (
        known_timing(0.002, 6) as good,
        known_timing(0.002, 6) as other,
        known_timing(0.002, 6, fault) as bad,
    ):
        plan, samples = await measured(good, other, bad)
    for lane in (0, 1):
        mine = of_lane(samples, lane)
        assert len(mine) == ROUNDS
        assert {one.failure for one in mine} == {None}
        # Whatever else the machine does, the quickest was held up by nothing but a skew.
        quickest = min(one.marks.first_content for one in mine)
        assert quickest == pytest.approx(FIRST_TOKEN * 1000, abs=3)
    failed = [one for one in of_lane(samples, 2) if one.failure]
    assert len(failed) >= ROUNDS // 2
    assert kind in {one.failure.kind for one in failed}
    rejected = admit(samples, plan.mode).rejected
    assert sorted(one.round for one in rejected) == sorted(one.place.round for one in failed)
    assert all(one.lane == 2 and one.reason.startswith("lane 3: ") for one in rejected)
    verdict = analyse(plan, samples).verdict(1, "ttft")
    assert verdict.difference.count == ROUNDS
    assert verdict.outcome is not Outcome.TOO_FEW


async def test_a_server_that_is_slower_is_found_slower():
    async with known_timing(0.002, 6) as quick, known_timing(0.008, 6) as slow:
        plan, samples = await measured(quick, slow)
    analysis = analyse(plan, samples)
    assert analysis.verdict(1, "icl").outcome is Outcome.MORE
    assert analysis.verdict(1, "icl").difference.value == pytest.approx(6.0, abs=1.0)
    assert [one.lane for one in analysis.lanes if one.streams] == [0, 1]
