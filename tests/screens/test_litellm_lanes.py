from textual.widgets import Input

from kit.scripted import Gate, ScriptedSource, a_failure, a_lane, answer
from kit.stories import story
from quayside.app.core.lanes import Path
from quayside.app.core.preparation import Preparation
from quayside.app.core.progress import Progress
from quayside.app.core.runner.found import EngineState, Found, FoundKind, ModelState

LITELLM = a_lane(path=Path.LITELLM)
RUNNER = Found(
    kind=FoundKind.RUNNER,
    base="http://localhost:12434/engines/llama.cpp",
    title="Docker Model Runner on localhost:12434",
    engines=(EngineState("llama.cpp", "running", True),),
    models=(ModelState("docker.io/ai/qwen3:latest", "qwen3"),),
)


async def discover():
    yield RUNNER


def installation(started: list[str], gate: Gate, *end) -> Preparation:
    async def steps():
        started.append("litellm")
        yield Progress("litellm", "installing LiteLLM 1.106.2, 61 of 118", 61, 118)
        await gate.passed()
        for step in end:
            yield step

    return Preparation(
        name="litellm",
        title="LiteLLM",
        steps=steps,
        holds=lambda lane: lane.path is Path.LITELLM,
        on_demand=True,
    )


async def test_a_lane_of_litellm_answers_beside_the_others_in_a_colour_of_its_own():
    source = ScriptedSource({"sdk": answer("Rhine"), "litellm": answer("Rhône")})
    async with story(source, lanes=[a_lane(), LITELLM]) as told:
        await told.send("name a river")
        await told.settle()
        assert told.sources() == ["Rhine", "Rhône"]
        assert "litellm · ai/smollm2" in told.text()
        direct, real = (pane.styles.border_title_color for pane in told.panes)
        assert direct != real


async def test_nothing_is_installed_until_a_lane_asks_for_it():
    started, gate = [], Gate()
    source = ScriptedSource({"litellm": answer("later")})
    preparation = installation(started, gate)
    async with story(source, lanes=[a_lane()], preparations=[preparation]) as told:
        await told.settle()
        assert not started
        assert "starting LiteLLM" not in told.text()
        await told.press("ctrl+l")
        told.screen.query_one(Input).value = LITELLM.text
        await told.press("enter")
        await gate.reached.wait()
        await told.see("installing LiteLLM 1.106.2, 61 of 118")
        await told.send("go")
        assert [lane.path for lane, _ in source.requests] == [Path.SDK]
        gate.open()
        await told.settle()
        assert told.words() == ["done", "done"]
    assert started == ["litellm"]


async def test_a_lane_that_is_there_from_the_start_asks_for_it_at_once():
    started, gate = [], Gate()
    preparation = installation(started, gate, a_failure())
    async with story(lanes=[LITELLM], preparations=[preparation]) as told:
        await gate.reached.wait()
        await told.send("go")
        gate.open()
        await told.settle()
        assert told.words() == ["failed"]
    assert started == ["litellm"]


async def test_the_picker_offers_a_runners_models_by_litellms_own_sdk_with_v1():
    async with story(lanes=[a_lane()], discover=discover) as told:
        await told.settle()
        picker = told.screen.picker
        picker.focus()
        rows = [row.text for row in picker._shown]
        picker.highlighted = rows.index("qwen3", rows.index("LiteLLM's own SDK"))
        await told.press("a")
        added = list(told.app.desk.lanes.values())[1]
        assert added.text == "litellm:ai/qwen3@http://localhost:12434/engines/llama.cpp/v1"
