from dataclasses import replace

from kit.diagnosis_steps import ScriptedDiagnosis, found
from kit.scripted import a_lane
from kit.stories import story
from quayside.app.core.diagnostics.model import Change, Finding, Status
from quayside.app.core.lanes import Path

VLLM = a_lane("ai/qwen3", base="http://localhost:12434/engines/vllm")
LANES = [a_lane(), VLLM, a_lane("smollm2", Path.PROXY)]


def naming() -> ScriptedDiagnosis:
    """Says of the lanes what they are."""
    return ScriptedDiagnosis(
        lambda lanes: [
            Finding(
                check="model.name",
                title="Model",
                status=Status.WARN,
                summary=", ".join(lane.model for lane in lanes),
            )
        ]
    )


async def test_one_lane_of_each_path_is_looked_at_and_another_on_wish():
    async with story(lanes=LANES, diagnose=naming().diagnose) as told:
        await told.press("f4")
        await told.settle()
        assert "Model: ai/smollm2, smollm2" in told.text()
        await told.press("l")
        assert "sdk · ai/qwen3 at localhost:12434/engines/vllm" in told.text()
        await told.press("down", "enter")
        await told.settle()
        assert "Model: ai/qwen3, smollm2" in told.text()


async def test_a_cure_changes_the_lane_that_was_looked_at_and_no_other():
    change = Change("api_base", "http://localhost:12434/engines/mlx")
    bad = Finding(
        check="route.engine", title="Route", status=Status.FAIL, summary="no", changes=(change,)
    )
    async with story(lanes=LANES, diagnose=found(bad).diagnose) as told:
        await told.press("f4")
        await told.settle()
        await told.press("l", "down", "enter")
        await told.settle()
        await told.press("a")
        await told.settle()
        bases = [lane.base for lane in told.app.desk.lanes.values()]
        assert bases == [LANES[0].base, change.value, LANES[2].base]


async def test_lanes_that_were_changed_elsewhere_are_looked_at_again_and_others_are_not():
    script = naming()
    async with story(lanes=LANES, diagnose=script.diagnose) as told:
        await told.press("f4")
        await told.settle()
        await told.press("f2", "f4")
        await told.settle()
        assert len(script.asked) == 1
        await told.press("f2")
        told.app.desk.lanes[0] = replace(LANES[0], model="ai/gemma3")
        await told.press("f4")
        await told.settle()
        assert len(script.asked) == 2
        assert "Model: ai/gemma3, smollm2" in told.text()


async def test_a_login_in_a_base_is_on_no_screen():
    lanes = [a_lane(base="http://me:hidden-word@localhost:12434/engines/llama.cpp"), VLLM]
    well = Finding(check="model.name", title="Model", status=Status.PASS, summary="well")
    async with story(lanes=lanes, diagnose=found(well).diagnose) as told:
        assert "hidden-word" not in told.text()
        await told.press("f4")
        await told.settle()
        assert "sdk · ai/smollm2 at localhost:12434/engines/llama.cpp" in told.text()
        assert "hidden-word" not in told.text()
        await told.press("l")
        assert "hidden-word" not in told.text()
