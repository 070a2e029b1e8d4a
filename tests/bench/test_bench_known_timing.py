"""A server of known timing, measured while two panes paint beside the measuring process."""

import os
from dataclasses import dataclass
from itertools import pairwise

import pytest

from kit.endless import EndlessSource
from kit.known_timing import known_timing
from kit.stories import story
from quayside.app.core.comparison.measuring.process import MeasuringProcess
from quayside.app.core.comparison.plan import Mode, Plan
from quayside.app.core.comparison.sample import Sample
from quayside.app.core.comparison.statistics import quantile
from quayside.app.core.lanes import Lane, Path

GAP, TOKENS, ROUNDS = 0.010, 30, 15
ATTEMPTS = 3
"""A shared machine may be taken away from us; it cannot make a wrong figure right."""


@dataclass
class Truth:
    """Milliseconds: errors of figures, gaps as they were sent and as they were measured."""

    errors: list[float]
    sent: list[float]
    measured: list[float]

    @property
    def error(self) -> float:
        return quantile(sorted(abs(one) for one in self.errors), 0.99)

    @property
    def gap_ratio(self) -> float:
        return quantile(sorted(self.measured), 0.99) / quantile(sorted(self.sent), 0.99)


def gaps(times):
    return [later - earlier for earlier, later in pairwise(times)]


def judge(samples) -> Truth:
    truth = Truth([], [], [])
    for sample in samples:
        assert sample.failure is None
        sent = [float(word) for word in sample.answer.text.split()]
        assert len(sent) == TOKENS
        truth.errors += [
            sample.marks.first_content - sent[0],
            sample.marks.contents[-1] - sent[-1],
            *(mine - theirs for mine, theirs in zip(sample.gaps, gaps(sent), strict=True)),
        ]
        truth.sent += gaps(sent)
        truth.measured += sample.gaps
    return truth


async def measure_while_painting() -> Truth:
    painting = EndlessSource(0.005)
    async with known_timing(GAP, TOKENS) as base, story(painting) as workbench:
        await workbench.send("Tell me of the sea, for ever.")
        lanes = (Lane(Path.SDK, "known", base),) * 2
        plan = Plan(lanes=lanes, prompts=("x",), mode=Mode.OVERHEAD, repeat=ROUNDS, pause=0.0)
        measuring = MeasuringProcess(os.environ).measure(plan)
        samples = [step async for step in measuring if isinstance(step, Sample)]
        assert painting.written > 1000
        assert all("Tides" in source for source in workbench.sources())
        workbench.screen.deck.stop()
    return judge(one for one in samples if one.place.compared)


async def test_every_figure_is_within_a_millisecond_of_the_truth_while_panes_paint():
    tried = []
    for _ in range(ATTEMPTS):
        tried.append(await measure_while_painting())
        if tried[-1].error <= 1.0 and tried[-1].gap_ratio <= 1.15:
            return
    pytest.fail(
        "; ".join(f"p99 off by {one.error:.2f} ms, gaps ×{one.gap_ratio:.3f}" for one in tried)
    )
