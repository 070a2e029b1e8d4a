from kit.scripted import ScriptedSource, a_lane, answer
from kit.stories import TWO_LANES, story

MAKE = "Use this:\n\n```make\nall:\n\tcc a.c\n```\n\nor\n\n```\ntwo\n```\n"


async def test_the_marked_block_is_copied_as_the_model_sent_it():
    async with story(ScriptedSource({"sdk": answer(MAKE)}), lanes=[a_lane()]) as told:
        await told.send("go")
        await told.settle()
        told.panes[0].view.focus()
        await told.press("n", "Y", "n", "Y")
        assert told.copied == ["all:\n\tcc a.c", "two"]
        assert "Copied the code block" in told.text()


async def test_the_turn_is_copied_with_its_prompt_and_the_focused_lane_s_answer():
    source = ScriptedSource({"sdk": answer("One."), "proxy": answer("Uno.")})
    async with story(source, lanes=TWO_LANES) as told:
        await told.send("first *thing*")
        await told.settle()
        told.panes[1].view.focus()
        await told.press("T")
        label = TWO_LANES[1].label
        assert told.copied == [f"# Prompt\n\nfirst *thing*\n\n# Answer of {label}\n\nUno.\n"]


async def test_what_is_not_there_is_said_and_not_copied():
    async with story() as told:
        told.panes[0].view.focus()
        for key, what in (("y", "answer"), ("Y", "code block"), ("T", "turn")):
            await told.press(key)
            assert f"There is no {what} to copy yet" in told.text()
        assert told.copied == []
