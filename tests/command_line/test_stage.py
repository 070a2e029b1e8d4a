import asyncio
from dataclasses import replace

import pytest

from kit.measuring import ScriptedMeasurer
from kit.scripted import ScriptedSource, a_failure, a_lane
from kit.staged import Staged, no_servers
from quayside.app.command_line import stage as stage_module
from quayside.app.command_line.chat import chat
from quayside.app.command_line.compare import compare
from quayside.app.command_line.composition import Composition, compose
from quayside.app.command_line.problems import UsageError
from quayside.app.core.demo_lanes import is_open
from quayside.app.core.events import Failed, PhaseEntered
from quayside.app.core.held_source import HeldSource
from quayside.app.core.lanes import Path
from quayside.app.core.preparation import Preparation
from quayside.app.core.progress import Progress


def prepared(name: str, path: Path, base: str, *steps) -> Preparation:
    async def carried_out():
        for step in steps:
            yield step

    return Preparation(
        name=name,
        title=name,
        steps=carried_out,
        holds=lambda lane: is_open(lane) and lane.path is path,
        settle=lambda lane: a_lane(lane.model, lane.path, base),
    )


RUNNER = prepared("runner", Path.SDK, "http://r:1", Progress("runner", "starting"))
PROXY = prepared("proxy", Path.PROXY, "http://p:1", Progress("proxy", "starting LiteLLM"))
BROKEN = prepared("proxy", Path.PROXY, "http://p:1", a_failure("no-litellm"))


async def test_open_lanes_get_the_base_that_was_prepared() -> None:
    staged = Staged("chat", "Q", "--demo", composition=Composition((RUNNER, PROXY)))
    assert await chat(staged.stage) == 0
    assert staged.source.requests[0][0].base == "http://r:1"
    assert "starting\n" in staged.narrated


async def test_only_what_a_lane_waits_for_is_prepared() -> None:
    staged = Staged("chat", "Q", "--demo", composition=Composition((RUNNER, PROXY)))
    await chat(staged.stage)
    assert "LiteLLM" not in staged.narrated
    through = Staged(
        "chat", "Q", "--demo", "--lane", "proxy", composition=Composition((RUNNER, PROXY))
    )
    await chat(through.stage)
    assert "starting\n" in through.narrated
    assert "starting LiteLLM" in through.narrated


async def test_a_lane_that_could_not_be_prepared_fails_alone() -> None:
    staged = Staged(
        "compare",
        "Q",
        "--demo",
        "--lane",
        "sdk",
        "--lane",
        "proxy",
        composition=Composition((RUNNER, BROKEN)),
    )
    measurer = ScriptedMeasurer(staged.source)
    assert await compare(staged.stage, measurer, no_servers) == 1
    assert "Answer of sdk" in staged.said
    assert "✗ no-litellm" in staged.said
    assert "cure    Use port 12434." in staged.narrated
    assert {lane.path for lane, _ in staged.source.requests} == {Path.SDK}


async def test_a_lane_that_waits_for_two_gets_both_or_the_failure_of_either() -> None:
    runner = prepared("runner", Path.LITELLM, "http://r:1/v1")
    for steps, status in (((), 0), ((a_failure("no-litellm"),), 1)):
        litellm = replace(prepared("litellm", Path.LITELLM, "", *steps), settle=lambda lane: lane)
        composition = Composition((runner, litellm))
        staged = Staged("chat", "Q", "--demo", "--lane", "litellm", composition=composition)
        assert await chat(staged.stage) == status
        assert [lane.base for lane, _ in staged.source.requests] == ["http://r:1/v1"][status:]
    assert "✗ litellm · ai/smollm2" in staged.narrated


async def test_a_held_source_passes_other_lanes_on_and_closes() -> None:
    inner = ScriptedSource()
    source = HeldSource(inner, [(a_lane("held"), a_failure())])
    held = [event async for event in source.reply(a_lane("held"), [])]
    assert [type(event) for event in held] == [PhaseEntered, Failed]
    events = source.reply(a_lane("other"), [])
    await anext(events)
    await events.aclose()
    assert inner.abandoned == ["sdk · other"]
    await source.close()
    assert inner.closed


async def test_a_base_that_nobody_gave_is_searched_for(monkeypatch) -> None:
    async def found(settings, environment):
        return settings.with_discovered("http://found:1")

    monkeypatch.setattr(stage_module, "discovered", found)
    staged = Staged("chat", "Q", environment={"HOME": "/nowhere"})
    await chat(staged.stage)
    assert staged.source.requests[0][0].base == "http://found:1"


async def test_a_base_that_was_given_is_not_searched_for(monkeypatch) -> None:
    async def searched(settings, environment):
        raise AssertionError

    monkeypatch.setattr(stage_module, "discovered", searched)
    assert await chat(Staged("chat", "Q").stage) == 0


def composed(*arguments: str, environment=None) -> Composition:
    staged = Staged(*arguments, environment=environment)
    return compose(staged.stage.arguments, staged.stage.settings, staged.stage.environment)


async def test_a_demo_prepares_runner_and_proxy_and_offers_both_paths() -> None:
    composition = composed("demo")
    assert [one.name for one in composition.preparations] == ["runner", "proxy", "litellm"]
    assert [lane.label for lane in composition.offered] == ["sdk · ai/smollm2", "proxy · smollm2"]
    alone = composed("demo", "--no-proxy")
    assert [one.name for one in alone.preparations] == ["runner", "litellm"]
    assert len(alone.offered) == 1
    await composition.stop()


def test_a_demo_ignores_the_settings_model_but_not_its_flag() -> None:
    told = Staged("chat", "Q", "--demo", environment={"QUAYSIDE_MODEL": "other"})
    assert told.stage.lane("").model == "ai/smollm2"
    flagged = Staged("chat", "Q", "--demo", "--model", "other")
    assert flagged.stage.lane("").model == "other"


CONFIG = """
model_list:
  - model_name: small
    litellm_params: {model: docker_model_runner/ai/smollm2, api_base: "http://e:1/v1"}
general_settings: {master_key: sk-mine}
"""


@pytest.fixture
def config(tmp_path) -> str:
    file = tmp_path / "litellm.yaml"
    file.write_text(CONFIG)
    return str(file)


async def test_a_configuration_offers_both_lanes_and_a_proxy_of_our_own(config) -> None:
    composition = composed("--config", config, environment={"HOME": "/nowhere"})
    proxy, _ = composition.preparations
    direct, through = composition.offered
    assert (direct.base, through.model) == ("http://e:1/v1", "small")
    assert proxy.holds(through)
    assert not proxy.holds(direct)
    await composition.stop()


def test_a_proxy_that_was_named_serves_the_configuration(config) -> None:
    composition = composed("--config", config, "--proxy", "http://mine:4000")
    assert [one.name for one in composition.preparations] == ["litellm"]
    through = composition.offered[1]
    assert (through.base, through.key.reveal()) == ("http://mine:4000", "sk-mine")


def test_a_configuration_that_cannot_be_read_is_a_usage_error(tmp_path) -> None:
    with pytest.raises(UsageError, match="cure"):
        composed("--config", str(tmp_path / "none.yaml"))


async def test_an_interrupt_while_preparing_ends_the_preparation() -> None:
    ended = asyncio.Event()
    waiting = asyncio.Event()

    async def steps():
        try:
            waiting.set()
            await asyncio.Event().wait()
            yield Progress("runner", "never")
        finally:
            ended.set()

    slow = Preparation(name="runner", title="Runner", steps=steps, holds=is_open)
    staged = Staged("chat", "Q", "--demo", composition=Composition((slow,)))
    asking = asyncio.create_task(chat(staged.stage))
    await waiting.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert ended.is_set()
