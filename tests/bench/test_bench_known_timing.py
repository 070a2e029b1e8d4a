"""A server of known timing, measured while two panes paint beside the measuring process."""

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from kit.endless import EndlessSource
from kit.known_timing import known_timing
from kit.stories import story
from quayside.app.core.comparison.measuring.process import MeasuringProcess
from quayside.app.core.comparison.plan import Mode, Plan
from quayside.app.core.comparison.sample import Sample
from quayside.app.core.comparison.statistics import quantile
from quayside.app.core.lanes import Lane
from quayside.app.core.lanes import Path as LanePath

GAP, TOKENS, ROUNDS = 0.010, 30, 15
ATTEMPTS = 5
"""A shared machine may be taken away from us; it cannot make a wrong figure right."""
READER = Path(__file__).with_name("bare_reader.py")


@dataclass
class Truth:
    """Milliseconds: errors of figures, gaps as they were sent and as they were measured.

    `floor` holds the errors of a process that only reads a socket, beside the same panes.
    """

    errors: list[float]
    sent: list[float]
    measured: list[float]
    floor: list[float]

    @property
    def error(self) -> float:
        return p99(self.errors)

    @property
    def allowed(self) -> float:
        # Where not even a bare socket knows the truth, no figure can be nearer to it.
        return max(1.0, 1.5 * p99(self.floor))

    @property
    def gap_ratio(self) -> float:
        return quantile(sorted(self.measured), 0.99) / quantile(sorted(self.sent), 0.99)


def p99(numbers):
    return quantile(sorted(abs(one) for one in numbers), 0.99)


def gaps(times):
    return [later - earlier for earlier, later in pairwise(times)]


def judge(samples) -> Truth:
    truth = Truth([], [], [], [])
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
        lanes = (Lane(LanePath.SDK, "known", base),) * 2
        plan = Plan(lanes=lanes, prompts=("x",), mode=Mode.OVERHEAD, repeat=ROUNDS, pause=0.0)
        measuring = MeasuringProcess(os.environ).measure(plan)
        samples = [step async for step in measuring if isinstance(step, Sample)]
        floor = await read_barely(base)
        assert painting.written > 1000
        assert all("Tides" in source for source in workbench.sources())
        workbench.screen.deck.stop()
    truth = judge(one for one in samples if one.place.compared)
    truth.floor = floor
    return truth


async def read_barely(base):
    port = base.removesuffix("/v1").rpartition(":")[2]
    reading = await asyncio.create_subprocess_exec(
        sys.executable, "-I", READER, port, f"{ROUNDS}", stdout=asyncio.subprocess.PIPE
    )
    told, _ = await reading.communicate()
    return json.loads(told)


async def test_every_figure_is_within_a_millisecond_of_the_truth_while_panes_paint():
    tried = []
    for _ in range(ATTEMPTS):
        tried.append(await measure_while_painting())
        if tried[-1].error <= tried[-1].allowed and tried[-1].gap_ratio <= 1.15:
            return
    pytest.fail(
        "; ".join(
            f"p99 off by {one.error:.2f} of {one.allowed:.2f} ms, gaps ×{one.gap_ratio:.3f}"
            for one in tried
        )
    )
