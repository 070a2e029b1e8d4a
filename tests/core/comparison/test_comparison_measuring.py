import asyncio
import json
import os
import signal
from contextlib import aclosing
from dataclasses import replace

import pytest

from kit.known_timing import known_timing
from kit.processes import gone_within
from kit.samples import a_sample
from kit.scripted import ScriptedSource, a_failure, a_lane
from quayside.app.core.comparison.measuring import process as measuring_process
from quayside.app.core.comparison.measuring.counted_source import CountedSource
from quayside.app.core.comparison.measuring.messages import (
    plan_message,
    read_plan,
    read_step,
    step_message,
)
from quayside.app.core.comparison.measuring.process import MeasuringProcess
from quayside.app.core.comparison.measuring.stall import Stall, StallMeter
from quayside.app.core.comparison.plan import Kind, Mode, Place, Plan, ServiceLevel
from quayside.app.core.comparison.run import Asking, Received, Remark
from quayside.app.core.comparison.sample import Sample
from quayside.app.core.events import Phase
from quayside.app.core.failures import Failure
from quayside.app.core.json_child import JsonChild
from quayside.app.core.runner.received import ReceivedRequest
from quayside.app.core.secret import Secret

LANE = replace(a_lane("known"), key=Secret("sk-very-secret"), parameters={"stop": ["a", None]})


def a_plan(base="http://localhost:1/v1", **more):
    lanes = tuple(replace(LANE, base=base, parameters={}) for _ in range(2))
    return Plan(**{"lanes": lanes, "prompts": ("x",), "warm_up": 1, "pause": 0.0, **more})


def measuring(plan):
    return aclosing(MeasuringProcess(os.environ).measure(plan))


def test_a_plan_comes_out_of_the_pipe_as_it_went_in():
    plan = Plan(
        lanes=(LANE, a_lane()),
        prompts=("Rhône\u2028\n", ""),
        mode=Mode.OVERHEAD,
        repeat=7,
        levels=(1, 4),
        service=ServiceLevel(ttft=50.0),
        margin=1.5,
    )
    held = {1: a_failure()}
    message = json.loads(json.dumps(plan_message(plan, held)))
    assert read_plan(message) == (plan, held)


@pytest.mark.parametrize(
    "step",
    [
        a_sample(1, 3),
        a_sample(failure=a_failure(), usage=None, timings=None),
        Asking(Place(0, 1, 0, 1, Kind.WARM_UP, 4), Phase.LOADING),
        Remark("half a \ud800 surrogate"),
        Received(1, ReceivedRequest(id="a_1", model="m", method="POST", url="/", body="{}")),
        Stall(0.1, 0.2, 3.0, 500),
    ],
    ids=lambda step: type(step).__name__,
)
def test_a_step_comes_out_of_the_pipe_as_it_went_in(step):
    assert read_step(json.loads(json.dumps(step_message(step)))) == step


def test_a_foreign_message_is_no_step():
    with pytest.raises(ValueError, match="no message of a measuring process"):
        read_step({"hello": 1})


async def test_it_measures_a_real_server_and_reports_its_own_stall():
    async with known_timing(0.002, 5) as base:
        steps = [step async for step in MeasuringProcess(os.environ).measure(a_plan(base))]
    samples = [step for step in steps if isinstance(step, Sample)]
    assert [one.place.kind for one in samples] == [Kind.WARM_UP] * 2 + [Kind.MEASURED] * 2
    assert {one.failure for one in samples} == {None}
    measured = samples[-1]
    assert measured.marks.connect == 0.0
    assert measured.marks.role < measured.marks.first_content < measured.marks.end
    assert (measured.tokens, measured.cached_tokens) == (5, 8)
    assert measured.wire.response.startswith("data: ")
    assert isinstance(steps[-1], Stall)
    assert steps[-1].ticks > 5


async def test_a_lane_on_which_nothing_listens_is_a_failed_sample():
    steps = [step async for step in MeasuringProcess(os.environ).measure(a_plan())]
    kinds = {step.failure.kind for step in steps if isinstance(step, Sample) and step.failure}
    assert kinds == {"nothing-listening"}


async def test_held_lanes_are_not_asked():
    async with known_timing(0.001, 3) as base:
        steps = MeasuringProcess(os.environ).measure(a_plan(base), {0: a_failure("no-litellm")})
        samples = [step async for step in steps if isinstance(step, Sample)]
    # Both lanes go the same way, so both are held.
    assert {one.failure.kind for one in samples if one.failure} == {"no-litellm"}


@pytest.fixture
def started(monkeypatch):
    """The processes that were started, and the commands of them."""
    found = []

    async def start(command, environment):
        child = await JsonChild.start(command, environment)
        found.append((child, command))
        return child

    class Watched(JsonChild):
        pass

    Watched.start = staticmethod(start)
    monkeypatch.setattr(measuring_process, "JsonChild", Watched)
    return found


async def test_no_key_is_in_the_process_list(started):
    async with known_timing(0.001, 3) as base, measuring(a_plan(base)) as steps:
        await anext(steps)
        assert "very-secret" not in " ".join(started[0][1])


async def test_leaving_early_ends_the_process(started):
    async with known_timing(0.01, 500) as base:
        async with measuring(a_plan(base)) as steps:
            await anext(steps)
        assert not started[0][0].running


async def test_a_process_that_is_killed_is_a_failure_and_no_exception(started):
    async with known_timing(0.01, 500) as base, measuring(a_plan(base)) as steps:
        await anext(steps)
        pid = started[0][0]._process.pid
        os.kill(pid, signal.SIGKILL)
        last = [step async for step in steps][-1]
    assert isinstance(last, Failure)
    assert last.kind == "measuring-ended"
    assert gone_within([pid], 5)


async def busy_beside(meter):
    loop = asyncio.get_running_loop()
    async with meter.watching():
        await asyncio.sleep(0)
        until = loop.time() + 0.05
        while loop.time() < until:
            pass
        for _ in range(10):
            await asyncio.sleep(0)
    return meter.stall()


async def test_a_busy_loop_shows_as_stall():
    stall = await busy_beside(StallMeter(lambda: True))
    assert stall.worst >= 30
    assert stall.disturbed


async def test_a_loop_that_is_busy_while_nothing_is_timed_disturbs_nothing():
    assert await busy_beside(StallMeter(lambda: False)) is None


async def test_a_source_is_asked_until_its_last_event_was_taken():
    source = CountedSource(ScriptedSource())
    asked = [source.is_asked()]
    for _ in range(2):
        async with aclosing(source.reply(a_lane(), [])) as events:
            async for _event in events:
                asked.append(source.is_asked())
                break
        asked.append(source.is_asked())
    assert asked == [False, True, False, True, False]
