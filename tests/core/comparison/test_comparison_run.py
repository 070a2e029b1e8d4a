import asyncio
import re
from contextlib import aclosing

import pytest

from kit.measuring import ScriptedMeasurer, no_rest
from kit.scripted import Gate, ScriptedSource, a_failure, a_lane, answer, failing, held
from quayside.app.core.comparison.plan import Kind, Mode, Plan, ServiceLevel, repeatable, short
from quayside.app.core.comparison.run import (
    Asking,
    NoSurroundings,
    Received,
    Remark,
    Run,
)
from quayside.app.core.comparison.sample import Sample
from quayside.app.core.comparison.sweep import loads, sweep
from quayside.app.core.lanes import Path
from quayside.app.core.runner.received import ReceivedRequest

SDK, PROXY = a_lane(), a_lane("smollm2", Path.PROXY)


def a_plan(*lanes, **more):
    return Plan(**{"lanes": lanes or (SDK, PROXY), "prompts": ("Hello",), "warm_up": 0, **more})


async def steps_of(plan, source=None, surroundings=None):
    measurer = ScriptedMeasurer(source or ScriptedSource(), surroundings)
    async with aclosing(measurer.measure(plan)) as steps:
        return [step async for step in steps]


async def samples_of(plan, source=None, surroundings=None):
    steps = await steps_of(plan, source, surroundings)
    return [step for step in steps if isinstance(step, Sample)]


async def test_every_lane_answers_in_every_round():
    source = ScriptedSource()
    samples = await samples_of(a_plan(repeat=3), source)
    assert {(one.place.round, one.place.lane) for one in samples} == {
        (number, lane) for number in range(3) for lane in (0, 1)
    }
    assert source.most_running == 1
    assert samples[0].answer.text.startswith("Answer of")


async def test_a_lane_that_fails_keeps_no_other_from_its_turns():
    source = ScriptedSource({"proxy": failing(a_failure(), "half a")})
    samples = await samples_of(a_plan(repeat=4), source)
    assert [one.place.lane for one in samples if one.failure is None] == [0] * 4
    (kind,) = {one.failure.kind for one in samples if one.failure is not None}
    assert kind == "nothing-listening"


async def test_a_lane_that_was_not_prepared_answers_with_the_reason():
    measurer = ScriptedMeasurer(ScriptedSource())
    steps = [step async for step in measurer.measure(a_plan(), {1: a_failure("no-litellm")})]
    failures = [one.failure for one in steps if isinstance(one, Sample) and one.failure]
    assert [one.kind for one in failures] == ["no-litellm"]


async def test_what_is_waited_for_is_told():
    steps = await steps_of(a_plan(SDK))
    phases = [step.phase.value for step in steps if isinstance(step, Asking)]
    assert phases == ["connecting", "prefill", "streaming"]


async def test_a_workloads_warm_up_does_not_wait_for_the_whole_answer():
    source = ScriptedSource()
    samples = await samples_of(a_plan(SDK, warm_up=1, repeat=1), source)
    assert [one.place.kind for one in samples] == [Kind.WARM_UP, Kind.MEASURED]
    asked = [lane.parameters.get("max_tokens") for lane, _ in source.requests]
    assert asked == [8, None]


async def test_an_overheads_warm_up_is_the_request_itself():
    source = ScriptedSource()
    await samples_of(a_plan(short(repeatable(SDK)), mode=Mode.OVERHEAD, warm_up=2), source)
    assert len({str(lane.parameters) for lane, _ in source.requests}) == 1
    assert source.requests[0][0].parameters == {"temperature": 0, "seed": 0, "max_tokens": 12}


async def test_a_nonce_stands_in_front_and_is_never_the_same():
    source = ScriptedSource()
    await samples_of(a_plan(SDK, repeat=5, nonce=True), source)
    prompts = [messages[0]["content"] for _, messages in source.requests]
    assert len(set(prompts)) == 5
    # Digits alone, so that each prompt is as many tokens as the next one.
    assert all(re.fullmatch(r"\[\d{12}\] Hello", prompt) for prompt in prompts)


async def test_closing_in_the_middle_stops_the_engine():
    gate = Gate()
    source = ScriptedSource({"sdk": held(gate, "half")})
    measurer = ScriptedMeasurer(source)
    steps = measurer.measure(a_plan(SDK))
    taking = asyncio.ensure_future(_drain(steps))
    await gate.reached.wait()
    taking.cancel()
    await asyncio.wait({taking})
    await steps.aclose()
    assert source.abandoned == [SDK.label]
    assert source.running == 0


async def _drain(steps):
    async for _ in steps:
        pass


async def test_a_lane_that_falls_silent_is_given_up_and_the_others_go_on():
    source = ScriptedSource({"sdk": held(Gate(), "half an")})
    samples = await samples_of(a_plan(repeat=2, patience=0.01), source)
    silent = [one for one in samples if one.place.lane == 0]
    assert {one.failure.kind for one in silent} == {"silent"}
    assert silent[0].answer.text == "half an"
    assert [one.failure for one in samples if one.place.lane == 1] == [None, None]


class Crowded(NoSurroundings):
    """A runner that holds one model at a time."""

    def __init__(self):
        self.resident = ""
        self.loads = []

    async def crowded(self, lanes):
        return True

    async def make_resident(self, lane):
        if self.resident == lane.model:
            return False
        self.resident = lane.model
        self.loads.append(lane.model)
        return True

    async def received(self, lane):
        return ReceivedRequest(id=lane.model, model=lane.model, method="POST", url="/", body="{}")


async def test_a_runner_that_holds_one_model_loads_each_before_its_turn_unmeasured():
    surroundings = Crowded()
    lanes = (a_lane("ai/one"), a_lane("ai/two"))
    steps = await steps_of(a_plan(*lanes, repeat=4), surroundings=surroundings)
    samples = [step for step in steps if isinstance(step, Sample)]
    extra = [one for one in samples if one.place.kind is Kind.WARM_UP]
    assert len(extra) == len(surroundings.loads) >= 2
    assert len(samples) - len(extra) == 8
    assert any("cannot hold the models" in one.text for one in steps if isinstance(one, Remark))


async def test_lane_by_lane_such_a_runner_loads_no_model_more_than_twice_and_offers_it():
    offered, taken = list[str](), Crowded()
    lanes = (a_lane("ai/one"), a_lane("ai/two"))
    for sequential, surroundings in ((False, Crowded()), (True, taken)):
        plan = a_plan(*lanes, repeat=8, sequential=sequential)
        steps = await steps_of(plan, surroundings=surroundings)
        offered += [one.text for one in steps if isinstance(one, Remark)]
    assert len(taken.loads) == 3
    assert "Asked lane by lane (--sequential, or the key o)" in offered[0]
    assert "whatever else changes meanwhile counts" in offered[1]
    assert "when its lane's rounds begin" in offered[2]


async def test_a_model_that_is_not_there_makes_no_runner_too_small():
    class Held(Crowded):
        async def crowded(self, lanes):
            return len(lanes) > 1

    source = ScriptedSource({"sdk": answer("a"), "proxy": failing(a_failure())})
    steps = await steps_of(a_plan(repeat=2, warm_up=1), source, surroundings=Held())
    assert not [step for step in steps if isinstance(step, Remark)]


async def test_what_a_runner_received_is_asked_for_once_a_lane():
    steps = await steps_of(a_plan(repeat=3), surroundings=Crowded())
    assert sorted(step.lane for step in steps if isinstance(step, Received)) == [0, 1]


async def test_a_cold_lane_that_could_not_be_unloaded_is_remarked():
    steps = await steps_of(a_plan(SDK, cold=True))
    assert isinstance(steps[0], Remark)
    assert steps[0].text == "lane 1 was not cold: nobody was asked to unload it"
    assert next(one for one in steps if isinstance(one, Sample)).place.kind is Kind.COLD


@pytest.mark.parametrize("level", [1, 4])
async def test_a_sweep_keeps_so_many_requests_in_flight(level):
    gate = Gate()
    source = ScriptedSource({"sdk": held(gate, "a", after=["b"])})
    measuring = asyncio.ensure_future(samples_of(a_plan(SDK, repeat=3, levels=(level,)), source))
    for _ in range(50):
        await asyncio.sleep(0)
    assert source.running == level
    gate.open()
    samples = await measuring
    assert len(samples) == 3 * level
    assert source.most_running == level
    assert {one.place.level for one in samples} == {level}


async def test_goodput_counts_what_kept_the_service_level():
    source = ScriptedSource({"proxy": failing()})
    plan = a_plan(repeat=2, levels=(1, 2), service=ServiceLevel(ttft=300.0))
    samples = await samples_of(plan, source)
    found = {(one.level, one.lane): one for one in loads(plan, samples)}
    assert found[2, 0].requests == 4
    assert found[2, 0].good.value == 1.0
    assert found[2, 0].good.low > 0.4
    assert found[2, 1].failed == 4
    assert found[2, 1].good.value == 0.0


async def test_closing_a_sweep_ends_all_its_requests():
    gate = Gate()
    source = ScriptedSource({"sdk": held(gate, "half")})
    run = Run(a_plan(SDK, repeat=1, levels=(3,)), source, rest=no_rest)

    async with aclosing(sweep(run)) as steps:
        async for _ in steps:
            if source.running == 3:
                break
    assert source.running == 0
