import json
import os
from contextlib import aclosing

import pytest

from kit.live_proxy import LiveProxy
from kit.live_runner import LiveRunner
from quayside.app.core.comparison.analysis import analyse
from quayside.app.core.comparison.keeping import RecordKeeper
from quayside.app.core.comparison.measuring.process import MeasuringProcess
from quayside.app.core.comparison.plan import Kind, Mode, Plan, repeatable, short
from quayside.app.core.comparison.verdict import Outcome
from quayside.app.core.lanes import Lane, Path

pytestmark = pytest.mark.live


async def measured(plan):
    keeper = RecordKeeper.begin(plan, "live")
    async with aclosing(MeasuringProcess(os.environ).measure(plan)) as steps:
        async for step in steps:
            keeper.take(step)
    assert keeper.failure is None
    record = keeper.finish()
    return record, analyse(plan, record.samples, record.received)


def straight(runner: LiveRunner, engine: str = "") -> Lane:
    return repeatable(
        Lane(Path.SDK, runner.model, runner.engine(engine) if engine else runner.base)
    )


def proxied(proxy: LiveProxy) -> Lane:
    quiet = {"stream_options": {"include_usage": False}}
    return repeatable(Lane(Path.PROXY, "smollm2", proxy.base, proxy.key, quiet))


async def test_the_real_proxy_costs_and_says_the_same(litellm_proxy: LiveProxy) -> None:
    lanes = (short(straight(litellm_proxy.runner)), short(proxied(litellm_proxy)))
    plan = Plan(lanes=lanes, prompts=("Name the sea.",), mode=Mode.OVERHEAD, repeat=12, warm_up=2)
    record, analysis = await measured(plan)
    assert not [one.failure for one in record.samples if one.failure]
    assert len(analysis.admission.pairs) == 12
    assert all(one.text.equal for one in analysis.agreements)
    assert analysis.verdict(1, "ttft").outcome is Outcome.MORE
    assert analysis.lanes[1].figures["claimed"].median > 0
    assert analysis.lanes[1].figures["server_prompt"].median > 0
    assert all(one.streams for one in analysis.lanes)
    assert record.stall.ticks > 100


async def test_what_the_runner_received_is_shown_path_by_path(litellm_proxy: LiveProxy) -> None:
    lanes = (straight(litellm_proxy.runner), proxied(litellm_proxy))
    plan = Plan(lanes=lanes, prompts=("Name the sea.",), repeat=1)
    record, analysis = await measured(plan)
    bodies = [json.loads(record.received[lane].body) for lane in (0, 1)]
    assert [body["messages"][0]["content"] for body in bodies] == ["Name the sea."] * 2
    assert record.received[1].user_agent.startswith("AsyncOpenAI/Python")
    assert {one.place for one in analysis.bodies[0].differences} >= {"stream_options.include_usage"}
    assert analysis.fields[0].dropped or analysis.fields[0].added


async def test_two_engines_of_one_runner_and_a_cold_load(embedded_runner: LiveRunner) -> None:
    lanes = (straight(embedded_runner), straight(embedded_runner, "fast"))
    plan = Plan(lanes=lanes, prompts=("Name the sea.",), repeat=1, cold=True)
    record, _ = await measured(plan)
    cold = [one for one in record.samples if one.place.kind is Kind.COLD]
    assert len(cold) == 2
    assert not [one.failure for one in record.samples if one.failure]
    measured_ones = [one for one in record.samples if one.place.compared]
    assert min(one.marks.first_byte for one in cold) > max(
        one.marks.first_byte for one in measured_ones
    )
