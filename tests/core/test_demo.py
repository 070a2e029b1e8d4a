import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import yaml

from kit.scripted import a_failure
from quayside.app.core.demo import Demo
from quayside.app.core.demo_lanes import is_open
from quayside.app.core.embedded.process import EmbeddedRunner, RunnerOptions
from quayside.app.core.failures import Failure
from quayside.app.core.lanes import Lane
from quayside.app.core.lanes import Path as LanePath
from quayside.app.core.local_proxy import LocalProxy
from quayside.app.core.progress import Progress
from quayside.app.core.secret import Secret


class FakeRunner(EmbeddedRunner):
    def __init__(self, outcome: str | Failure) -> None:
        super().__init__(Path(), {})
        self.outcome = outcome
        self.stopped = False

    async def start(self, options: RunnerOptions) -> AsyncIterator[Progress | Failure]:
        yield Progress("runner", "starting")
        if isinstance(self.outcome, Failure):
            yield self.outcome
        else:
            self.base = self.outcome

    async def stop(self) -> None:
        self.stopped = True


class FakeProxy(LocalProxy):
    def __init__(self) -> None:
        self.stopped = False

    base = "http://127.0.0.1:4000"
    key = Secret("sk-made")

    async def stop(self) -> None:
        self.stopped = True


BASE = "http://127.0.0.1:22088/engines/llama.cpp"


async def steps(iterator):
    return [step async for step in iterator]


@pytest.fixture
def demo() -> Demo:
    return Demo(RunnerOptions(), {}, runner=FakeRunner(BASE), proxy=FakeProxy())


def test_only_open_lanes_are_the_demos() -> None:
    assert is_open(Lane(LanePath.SDK, "m", ""))
    assert is_open(Lane(LanePath.SDK, "m", "/engines/fast"))
    assert not is_open(Lane(LanePath.SDK, "m", "http://elsewhere"))


async def test_lanes_get_the_bases_and_the_key_that_the_demo_found(demo) -> None:
    assert await steps(demo.start_runner()) == [Progress("runner", "starting")]
    assert demo.settle(Lane(LanePath.SDK, "m", "")).base == BASE
    fast = demo.settle(Lane(LanePath.SDK, "m", "/engines/fast"))
    assert fast.base == "http://127.0.0.1:22088/engines/fast"
    proxied = demo.settle(Lane(LanePath.PROXY, "smollm2", ""))
    assert (proxied.base, proxied.key.reveal()) == ("http://127.0.0.1:4000", "sk-made")


async def test_lanes_of_litellm_itself_get_the_base_in_litellms_form(demo) -> None:
    await steps(demo.start_runner())
    lane = demo.settle(Lane(LanePath.LITELLM, "ai/smollm2", ""))
    assert (lane.base, lane.model) == (BASE + "/v1", "ai/smollm2")
    fast = demo.settle(Lane(LanePath.LITELLM, "m", "/engines/fast"))
    assert fast.base == "http://127.0.0.1:22088/engines/fast/v1"
    verbatim = Lane(LanePath.LITELLM, "m", "http://127.0.0.1:22088/engines/fast")
    assert demo.settle(verbatim) is verbatim


def test_a_lane_with_a_base_of_its_own_is_left_alone(demo) -> None:
    lane = Lane(LanePath.PROXY, "m", "http://elsewhere", Secret("mine"))
    assert demo.settle(lane) is lane


def test_each_preparation_holds_its_own_path(demo) -> None:
    runner, proxy = demo.preparations()
    direct, through = Lane(LanePath.SDK, "m", ""), Lane(LanePath.PROXY, "m", "")
    assert (runner.holds(direct), runner.holds(through)) == (True, False)
    assert (proxy.holds(direct), proxy.holds(through)) == (False, True)
    assert runner.holds(Lane(LanePath.LITELLM, "m", ""))
    assert not proxy.holds(Lane(LanePath.PROXY, "m", "http://elsewhere"))
    assert [one.name for one in demo.preparations(with_proxy=False)] == ["runner"]


async def test_the_proxys_configuration_waits_for_the_runner_and_offers_both_names(demo) -> None:
    waiting = asyncio.create_task(demo.proxy_configuration())
    await asyncio.sleep(0)
    assert not waiting.done()
    await steps(demo.start_runner())
    models = yaml.safe_load(await waiting)["model_list"]
    assert [model["model_name"] for model in models] == ["smollm2", "ai/smollm2"]
    assert {model["litellm_params"]["model"] for model in models} == {
        "docker_model_runner/ai/smollm2"
    }
    assert {model["litellm_params"]["api_base"] for model in models} == {BASE + "/v1"}


async def test_a_runner_that_failed_is_the_proxys_failure_too() -> None:
    demo = Demo(RunnerOptions(), {}, runner=FakeRunner(a_failure()), proxy=FakeProxy())
    assert (await steps(demo.start_runner()))[-1] == a_failure()
    configuration = await demo.proxy_configuration()
    assert isinstance(configuration, Failure)
    assert configuration.kind == "runner-missing"


async def test_stop_ends_both() -> None:
    runner, proxy = FakeRunner(BASE), FakeProxy()
    await Demo(RunnerOptions(), {}, runner=runner, proxy=proxy).stop()
    assert runner.stopped
    assert proxy.stopped


def test_the_demos_proxy_lane_keeps_the_engines_timings_unless_told_otherwise(demo) -> None:
    plain = demo.settle(Lane(LanePath.PROXY, "smollm2", ""))
    assert plain.parameters == {"stream_options": {"include_usage": False}}
    own = {"stream_options": {"include_usage": True}}
    assert demo.settle(Lane(LanePath.PROXY, "smollm2", "", parameters=own)).parameters == own
