from kit.comparing import cells, compare
from kit.samples import a_sample
from kit.scripted import Gate, ScriptedSource, a_failure, answer, held
from kit.stories import story
from quayside.app.core.lanes import Path
from quayside.app.core.preparation import Preparation
from quayside.app.core.progress import Progress


async def test_the_first_lane_is_held_against_itself_and_its_noise_stands_beside():
    source = ScriptedSource({"sdk": answer("x"), "proxy": answer("y")})
    async with story(source) as told:
        await compare(told, rounds="8")
        await told.settle()
        await told.press("a")
        await told.settle()
        comparing, test = told.app.kit.measurer.plans
        assert test.lanes == (comparing.lanes[0],) * 2
        assert (test.mode, test.repeat, test.prompts) == (
            comparing.mode,
            comparing.repeat,
            comparing.prompts,
        )
        text = told.text()
        assert "A/A sdk against itself, ms: E2E [+0.0, +0.0] · TTFT" in text
        assert cells(told, "lane") == ["● 1 sdk", "▲ 2 proxy"]
        await told.press("2")
        assert "A/A" in told.screen.views.plots.differences.text


async def test_another_question_has_no_self_test_beside_it():
    async with story() as told:
        await compare(told)
        await told.settle()
        await told.press("a")
        await told.settle()
        assert "A/A" in told.text().split("[1 figures]")[0]
        await told.press("f7", "r")
        await told.settle()
        assert "A/A" not in told.text().split("[1 figures]")[0]


async def test_a_measurement_that_ends_early_says_why_and_keeps_its_figures():
    async with story(measurer=Breaking()) as told:
        await compare(told)
        await told.settle()
        assert "✗ Nothing listens on localhost:22088." in told.text()
        assert cells(told, "n") == ["1/2", "0/2"]


async def test_a_run_goes_lane_by_lane_where_that_was_asked_for():
    async with story() as told:
        await compare(told, rounds="4")
        await told.settle()
        await told.press("o")
        assert "By lane" in told.text()
        await told.press("r")
        await told.settle()
        await told.press("o")
        assert "By lane" not in told.text()
        assert [plan.sequential for plan in told.app.kit.measurer.plans] == [False, True]


class Breaking:
    async def measure(self, plan, held=None):
        yield a_sample(0, 0)
        yield a_failure("measuring-ended", "killed")


async def test_lanes_that_cannot_be_asked_take_nothing_from_the_others():
    waits = preparing(broken, lambda lane: lane.path is Path.PROXY)
    async with story(preparations=[waits]) as told:
        await compare(told)
        await told.settle()
        assert cells(told, "n") == ["2/2", "0/2"]
        assert "Use port 12434." in told.text()


async def test_with_no_lane_that_can_be_asked_nothing_is_measured():
    waits = preparing(broken, lambda lane: True)
    async with story(preparations=[waits]) as told:
        await compare(told)
        await told.settle()
        assert told.app.kit.measurer.plans == []
        assert "✗ Nothing listens on localhost:22088. Use port 12434." in told.text()


def preparing(steps, holds):
    return Preparation(name="runner", title="Runner", steps=steps, holds=holds)


async def broken():
    yield a_failure()


async def test_escape_while_lanes_get_ready_measures_nothing():
    gate = Gate()

    async def waiting():
        yield Progress("search", "installing, 61 of 118")
        await gate.passed()

    waits = preparing(waiting, lambda lane: True)
    async with story(preparations=[waits]) as told:
        await compare(told)
        await gate.reached.wait()
        told.screen.show()
        await told.pilot.pause()
        assert "installing, 61 of 118" in told.text()
        await told.press("escape")
        await told.pilot.pause()
        assert not told.screen.running
        assert told.app.kit.measurer.plans == []
        gate.open()


async def test_a_second_comparison_waits_for_the_end_of_the_first():
    gate = Gate()
    async with story(ScriptedSource({"sdk": held(gate, "x")})) as told:
        await compare(told)
        await gate.reached.wait()
        await told.press("r")
        assert "Still measuring. Escape stops it." in told.text()
        assert len(told.app.kit.measurer.plans) == 1
        gate.open()


async def test_escape_without_a_run_leaves_the_form_for_the_view():
    async with story() as told:
        await told.press("f3", "escape")
        assert told.screen.focused is told.screen.views.figures
        await told.press("e")
        assert told.screen.focused is told.screen.form.prompt
