from kit.scripted import ScriptedSource
from kit.stories import TWO_LANES, story

ONE_LANE = TWO_LANES[:1]


def opened_with(source: ScriptedSource) -> list[str]:
    return [messages[0]["content"] for _, messages in source.requests]


async def test_a_session_is_told_a_system_prompt_and_parameters_and_keeps_them(tmp_path):
    source = ScriptedSource()
    async with story(source, sessions_directory=tmp_path) as told:
        await told.send("one")
        await told.settle()
        told.screen.log_list.focus()
        await told.press("s", *"be brief", "tab", *"temperature=0", "ctrl+s")
        await told.send("two")
        await told.settle()
        assert opened_with(source)[2:] == ["be brief", "be brief"]
        assert [lane.parameters for lane, _ in source.requests[2:]] == [{"temperature": 0}] * 2
    async with story(source, sessions_directory=tmp_path) as told:
        await told.press("f6")
        await told.settle()
        await told.press("enter")
        await told.settle()
        await told.send("three")
        await told.settle()
        assert opened_with(source)[4:] == ["be brief", "be brief"]
        assert [lane.parameters for lane, _ in source.requests[4:]] == [{"temperature": 0}] * 2


async def test_one_lane_has_a_system_prompt_of_its_own():
    source = ScriptedSource()
    async with story(source) as told:
        told.screen.log_list.focus()
        await told.press("S", *"sing", "ctrl+s")
        await told.send("one")
        await told.settle()
        by_path = {lane.path.value: messages[0]["content"] for lane, messages in source.requests}
        assert by_path == {"sdk": "sing", "proxy": "one"}


async def test_a_preset_is_kept_and_fills_the_dialog_of_another_session(tmp_path):
    async with story(lanes=ONE_LANE, sessions_directory=tmp_path) as told:
        await told.settle()
        told.screen.log_list.focus()
        await told.press("s", *"be a pirate", "ctrl+n", *"pirate", "enter", "escape")
        await told.settle()
    async with story(lanes=ONE_LANE, sessions_directory=tmp_path) as told:
        await told.settle()
        told.screen.log_list.focus()
        await told.press("s", "ctrl+y", "enter")
        assert told.screen.system.text == "be a pirate"


async def test_parameters_that_cannot_be_read_are_told_and_nothing_is_lost():
    async with story(lanes=ONE_LANE) as told:
        told.screen.log_list.focus()
        await told.press("s", *"be brief", "tab", *"temperature", "ctrl+s")
        assert "cannot read lane parameters" in told.text()
        assert told.screen.system.text == "be brief"
