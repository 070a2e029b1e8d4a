from kit.scripted import ScriptedSource, answer
from kit.stories import TWO_LANES, story

ONE_LANE = TWO_LANES[:1]


async def test_an_answer_that_was_asked_again_stays_as_a_fork():
    source = ScriptedSource({"sdk": answer("First.")})
    async with story(source, lanes=ONE_LANE) as told:
        await told.send("hello")
        await told.settle()
        source.scripts = {"sdk": answer("Second.")}
        await told.press("ctrl+r")
        await told.settle()
        assert told.sources() == ["Second."]
        assert "⑂2/2" in told.text()
        told.screen.log_list.focus()
        await told.press("left_square_bracket")
        assert told.sources() == ["First."]
        assert "⑂1/2" in told.text()


async def test_a_fork_lets_the_next_prompt_follow_an_earlier_turn():
    source = ScriptedSource()
    async with story(source, lanes=ONE_LANE) as told:
        for prompt in ("one", "two"):
            await told.send(prompt)
            await told.settle()
        told.screen.log_list.focus()
        await told.press("k", "f")
        await told.send("other")
        await told.settle()
        asked = [m["content"] for m in source.requests[-1][1] if m["role"] == "user"]
        assert asked == ["one", "other"]
        told.screen.log_list.focus()
        await told.press("t")
        assert "two" in told.text()
        await told.press("j", "enter")
        assert [turn.prompt for turn in told.app.desk.session.turns] == ["one", "two"]


async def test_another_lane_answers_a_turn_beside_as_the_first_was_asked():
    source = ScriptedSource()
    async with story(source, lanes=ONE_LANE) as told:
        for prompt in ("one", "two"):
            await told.send(prompt)
            await told.settle()
        told.screen.log_list.focus()
        await told.press("b")
        told.screen.query_one("Input").value = "proxy:smollm2@http://localhost:4000"
        await told.press("enter")
        await told.settle()
        assert source.requests[-1][0].path == "proxy"
        assert source.requests[-1][1] == source.requests[-2][1]
        assert told.words() == ["done", "done"]
