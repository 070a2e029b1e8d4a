from kit.scripted import Gate, ScriptedSource, a_failure, answer, failing, held
from kit.stories import story
from quayside.app.core.lanes import Path


async def compare(told, prompt="name", repeat="2"):
    await told.press("f3")
    told.screen.repeat.value = repeat
    told.screen.prompt.value = prompt
    told.screen.prompt.focus()
    await told.press("enter")


async def test_lanes_answer_one_after_the_other_and_are_held_to_the_first():
    source = ScriptedSource({"sdk": answer("a b c"), "proxy": answer("a x c")})
    async with story(source) as told:
        await compare(told)
        await told.settle()
        assert source.most_running == 1
        assert [lane.path for lane, _ in source.requests] == [
            Path.SDK,
            Path.PROXY,
            Path.PROXY,
            Path.SDK,
        ]
        direct, through = told.screen.table.rows
        assert direct == ("sdk · ai/smollm2", "2/2", "250 ms", "50 tok/s server", "8", "")
        assert through[-1] == "≠ differs"
        text = told.text()
        assert "at word 2: …a [b | x]" in text
        assert "done · 4 of 4 runs" in text


async def test_equal_answers_are_said_to_be_equal():
    source = ScriptedSource({"sdk": answer("same"), "proxy": answer("same")})
    async with story(source) as told:
        await compare(told, repeat="1")
        await told.settle()
        assert [row[-1] for row in told.screen.table.rows] == ["", "= equal"]


async def test_lanes_are_asked_for_answers_that_can_be_equal():
    source = ScriptedSource()
    async with story(source) as told:
        await compare(told, repeat="1")
        await told.settle()
        for lane, _ in source.requests:
            assert (lane.parameters["temperature"], lane.parameters["seed"]) == (0, 0)


async def test_a_failed_lane_keeps_the_others_running():
    failure = a_failure(seen="[/x]")
    source = ScriptedSource({"sdk": failing(failure), "proxy": answer("fine")})
    async with story(source) as told:
        await compare(told)
        await told.settle()
        assert [row[1] for row in told.screen.table.rows] == ["2/2", "2/2"]
        assert told.screen.table.rows[0][-1] == "✗ failed"
        assert "Use port 12434." in told.text()


async def test_escape_stops_a_comparison():
    gate = Gate()
    source = ScriptedSource({"sdk": held(gate, "x")})
    async with story(source) as told:
        await compare(told)
        await gate.reached.wait()
        await told.press("escape")
        await told.settle()
        assert source.running == 0
        assert "stopped · 0 of 4 runs" in told.text()


async def test_a_comparison_goes_on_while_another_screen_is_shown():
    gate = Gate()
    source = ScriptedSource({"sdk": held(gate, "x"), "proxy": answer("y")})
    async with story(source) as told:
        await compare(told, repeat="1")
        await gate.reached.wait()
        await told.press("f2")
        gate.open()
        await told.settle()
        await told.press("f3")
        assert [row[1] for row in told.screen.table.rows] == ["1/1", "1/1"]
