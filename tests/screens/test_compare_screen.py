from kit.comparing import cells, compare
from kit.scripted import Gate, ScriptedSource, a_failure, a_lane, answer, failing, held
from kit.stories import story
from quayside.app.core.comparison.plan import Mode
from quayside.app.core.lanes import Path


def measured(source):
    return source.requests[len({lane.label for lane, _ in source.requests}) :]


async def test_lanes_answer_one_after_the_other_and_are_held_to_the_first():
    source = ScriptedSource({"sdk": answer("a b c"), "proxy": answer("a x c")})
    async with story(source) as told:
        await compare(told)
        await told.settle()
        assert source.most_running == 1
        asked = [lane.path for lane, _ in measured(source)]
        assert sorted(asked[:2]) == sorted(asked[2:]) == [Path.PROXY, Path.SDK]
        assert asked[:2] != asked[2:]
        assert cells(told, "lane") == ["● 1 sdk", "▲ 2 proxy"]
        assert cells(told, "n") == ["2/2", "2/2"]
        assert cells(told, "TTFT") == ["250.0", "250.0"]
        assert cells(told, "text") == ["first", "≠ 2/2"]
        assert "✓ done · 6 of 6 requests" in told.text()


async def test_equal_answers_are_said_to_be_equal():
    source = ScriptedSource({"sdk": answer("same"), "proxy": answer("same")})
    async with story(source) as told:
        await compare(told, rounds="1")
        await told.settle()
        assert cells(told, "text") == ["first", "equal"]


async def test_lanes_are_asked_for_answers_that_can_be_equal_and_keep_no_prompt():
    source = ScriptedSource()
    async with story(source) as told:
        await compare(told, rounds="1")
        await told.settle()
        for lane, _ in source.requests:
            assert (lane.parameters["temperature"], lane.parameters["seed"]) == (0, 0)
            assert lane.parameters["cache_prompt"] is False


async def test_overhead_asks_its_own_short_prompt_forty_times():
    async with story() as told:
        await told.press("f3", "f7")
        assert told.screen.form.rounds.value == "40"
        told.screen.form.prompt.focus()
        await told.press("enter")
        await told.settle()
        (plan,) = told.app.kit.measurer.plans
        assert (plan.mode, plan.repeat) == (Mode.OVERHEAD, 40)
        assert "sea" in plan.prompts[0]
        assert [lane.parameters["max_tokens"] for lane in plan.lanes] == [12, 12]
        assert "cache_prompt" not in plan.lanes[0].parameters


async def test_rounds_that_were_written_by_hand_stay_when_the_mode_turns():
    async with story() as told:
        await told.press("f3")
        told.screen.form.rounds.value = "7"
        await told.press("f7")
        assert told.screen.form.rounds.value == "7"
        assert told.screen.form.mode is Mode.OVERHEAD


async def test_a_workload_without_a_prompt_is_not_started():
    async with story() as told:
        await told.press("f3", "enter")
        await told.settle()
        assert told.app.kit.measurer.plans == []
        assert "A workload needs a prompt." in told.text()


async def test_a_lane_alone_is_held_against_itself():
    async with story(lanes=[a_lane()]) as told:
        await compare(told)
        await told.settle()
        (plan,) = told.app.kit.measurer.plans
        assert plan.lanes[0] == plan.lanes[1]
        assert cells(told, "n") == ["2/2", "2/2"]


async def test_a_failed_lane_keeps_the_others_running():
    failure = a_failure(seen="[/x]")
    source = ScriptedSource({"sdk": failing(failure), "proxy": answer("fine")})
    async with story(source) as told:
        await compare(told)
        await told.settle()
        assert cells(told, "n") == ["0/2", "2/2"]
        assert cells(told, "status") == ["✗ 2 failed", "✓ streams"]
        text = told.text()
        assert "Use port 12434." in text
        assert "Pairs that were not admitted" in text
        assert "2 proxy, rounds 1, 2: lane 1: Nothing listens" in text


async def test_escape_stops_a_comparison_and_keeps_what_was_measured():
    gate = Gate()
    source = ScriptedSource({"sdk": answer("x"), "proxy": held(gate, "y")})
    async with story(source) as told:
        await compare(told)
        await gate.reached.wait()
        await told.press("escape")
        await told.settle()
        assert source.running == 0
        assert "■ stopped · 1 of 6 requests" in told.text()


async def test_what_is_under_way_is_shown_while_it_runs():
    gate = Gate()
    source = ScriptedSource({"sdk": answer("x"), "proxy": held(gate, "y")})
    async with story(source) as told:
        await compare(told)
        await gate.reached.wait()
        told.screen._tick()
        await told.pilot.pause()
        text = told.text()
        assert "1/6" in text
        assert "warm-up, lane 2 · streaming" in text
        assert cells(told, "status") == ["ready", "◌ streaming"]
        gate.open()
        await told.settle()


async def test_a_comparison_goes_on_while_another_screen_is_shown():
    gate = Gate()
    source = ScriptedSource({"sdk": held(gate, "x"), "proxy": answer("y")})
    async with story(source) as told:
        await compare(told, rounds="1")
        await gate.reached.wait()
        await told.press("f2")
        gate.open()
        await told.settle()
        await told.press("f3")
        assert cells(told, "n") == ["1/1", "1/1"]
