from kit.scripted import ScriptedSource
from kit.stories import TWO_LANES, story
from quayside.app.screens.slash_commands import commands

ONE_LANE = TWO_LANES[:1]


async def test_a_command_is_completed_by_tab_and_run_by_enter():
    source = ScriptedSource()
    async with story(source, lanes=ONE_LANE) as told:
        await told.send("one")
        await told.settle()
        await told.press(*"/ed")
        assert "Write the prompt on show anew" in told.text()
        await told.press("tab")
        assert told.screen.composer.text == "/edit"
        await told.press("enter")
        assert told.screen.composer.text == "one"
        assert len(source.requests) == 1


async def test_a_command_of_the_application_works_from_the_composer():
    async with story(lanes=ONE_LANE) as told:
        await told.press(*"/sessions", "enter")
        await told.settle()
        assert "not kept" in told.text()


async def test_a_word_that_is_no_command_is_not_sent_by_mistake_and_not_lost():
    source = ScriptedSource()
    async with story(source, lanes=ONE_LANE) as told:
        await told.press(*"/frok", "enter")
        assert told.screen.composer.text == "/frok"
        assert source.requests == []
        assert "no command /frok" in told.text()


async def test_a_path_is_a_prompt():
    source = ScriptedSource()
    async with story(source, lanes=ONE_LANE) as told:
        await told.send("/etc/hosts is what?")
        await told.settle()
        assert source.requests[0][1][-1]["content"] == "/etc/hosts is what?"


async def test_tab_goes_to_the_next_pane_where_no_command_is_typed():
    async with story(lanes=ONE_LANE) as told:
        await told.press("a", "tab")
        assert told.screen.focused is not told.screen.composer


def test_every_command_names_a_key_that_there_is():
    found = commands()
    assert len(found) > 15
    assert all(one.action and one.tip for one in found)
