from dataclasses import replace

from kit.scripted import ScriptedSource, a_lane, answer
from kit.stories import story
from quayside.app.core.lanes import Path
from quayside.app.core.secret import Secret

LANES = (
    replace(a_lane(), base="http://localhost:12434/engines/llama.cpp"),
    replace(a_lane("smol", Path.PROXY), base="http://localhost:4000", key=Secret("sk-mine-alone")),
)


async def test_a_turn_is_copied_as_a_command_with_its_whole_history():
    source = ScriptedSource({"sdk": answer("One.")})
    async with story(source, lanes=LANES, system="Be brief.") as told:
        for prompt in ("first", "second"):
            await told.send(prompt)
            await told.settle()
        told.panes[0].view.focus()
        await told.press("x", "enter")
        (copied,) = told.copied
        assert copied.startswith("curl -sS")
        assert "http://localhost:12434/engines/llama.cpp/v1/chat/completions" in copied
        for words in ("Be brief.", "first", "One.", "second"):
            assert f'"{words}"' in copied


async def test_the_key_of_the_lane_is_named_and_never_copied():
    async with story(lanes=LANES) as told:
        await told.send("go")
        await told.settle()
        told.panes[1].view.focus()
        await told.press("x", "down", "down", "enter")
        (copied,) = told.copied
        assert "litellm_proxy/smol" in copied
        assert "sk-mine-alone" not in copied
        assert any("LITELLM_PROXY_API_KEY" in one.message for one in told.app._notifications)


async def test_a_form_that_makes_no_sense_is_refused_in_words():
    async with story(lanes=LANES) as told:
        told.panes[1].view.focus()
        await told.press("x")
        assert "There is no turn of this lane yet" in told.text()
        await told.send("go")
        await told.settle()
        told.panes[1].view.focus()
        await told.press("x", "end", "enter")
        assert told.copied == []
        (*_, notice) = told.app._notifications
        assert "has a config.yaml of its own" in notice.message
