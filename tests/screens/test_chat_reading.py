from kit.scripted import Gate, ScriptedSource, a_lane, answer, held
from kit.stories import story
from quayside.app.core.events import (
    Finished,
    Phase,
    PhaseEntered,
    ReasoningDelta,
    TextDelta,
    ToolCallDelta,
)

LANE = [a_lane()]
THINKING = [
    PhaseEntered(0.0, Phase.PREFILL),
    ReasoningDelta(1.0, "It is about "),
    ReasoningDelta(2.0, "light."),
    TextDelta(5.5, "Blue."),
    Finished(6.0, "stop"),
]
CALLING = [
    PhaseEntered(0.0, Phase.PREFILL),
    ToolCallDelta(1.0, 0, "c1", "weather", ""),
    ToolCallDelta(1.1, 0, "", "", '{"town": '),
    ToolCallDelta(1.2, 0, "", "", '"[b]Oslo[/b]\x1b[31m"}'),
    ToolCallDelta(1.3, 1, "c2", "time", "{}"),
    Finished(2.0, "tool_calls"),
]


def page(told, pane=0):
    view = told.panes[pane].view
    return [view.render_line(y).text.strip() for y in range(view.size.height)]


async def test_z_opens_the_reasoning_of_the_focused_lane():
    async with story(ScriptedSource({"sdk": THINKING}), lanes=LANE) as told:
        await told.send("why")
        await told.settle()
        assert page(told)[:3] == ["▸ Reasoning · 18 characters · 4.5 s", "", "Blue."]
        told.panes[0].view.focus()
        await told.press("z")
        assert page(told)[:4] == ["▾ Reasoning", "It is about light.", "", "Blue."]
        await told.press("z")
        assert page(told)[0].startswith("▸")


async def test_a_tool_call_is_one_entry_with_its_arguments_as_plain_text():
    async with story(ScriptedSource({"sdk": CALLING}), lanes=LANE) as told:
        await told.send("go")
        await told.settle()
        shown = [
            "→ Tool call · weather",
            '{"town": "[b]Oslo[/b]␛[31m"}',
            "",
            "→ Tool call · time",
            "{}",
        ]
        assert page(told)[:5] == shown
        turn = told.app.desk.session.turns[0]
        told.screen._show_turn(None)
        told.screen._show_turn(turn)
        await told.pilot.pause()
        assert page(told)[:5] == shown


async def test_n_walks_from_one_block_of_code_to_the_next():
    code = answer("```py\none\n```\n\ntext\n\n", "```\ntwo\n```\n")
    async with story(ScriptedSource({"sdk": code}), lanes=LANE) as told:
        await told.send("go")
        await told.settle()
        told.panes[0].view.focus()
        await told.press("n", "n")
        assert page(told)[6:9] == ["▌", "▌two", "▌"]
        assert "code 2/2" in told.text()
        await told.press("N")
        assert page(told)[:2] == ["▌py", "▌one"]
        assert "code 1/2" in told.text()


async def test_turns_are_paged_from_the_reply_and_the_ends_are_said():
    async with story(ScriptedSource({"sdk": answer("ok")}), lanes=LANE) as told:
        for prompt in ("first", "second", "third"):
            await told.send(prompt)
            await told.settle()
        told.panes[0].view.focus()
        await told.press("{")
        assert "❯ second" in told.text()
        await told.press("{", "{")
        assert "❯ first" in told.text()
        assert "This is the first turn" in told.text()
        await told.press("}", "}", "}")
        assert "❯ third" in told.text()
        assert "This is the last turn" in told.text()
        assert told.panes[0].view.has_focus


async def test_a_mark_tells_that_there_is_more_below_until_the_end_is_followed_again():
    gate = Gate()
    lines = "\n\n".join(f"line {number}" for number in range(60))
    source = ScriptedSource({"sdk": held(gate, lines, after=["\n\nlast"])})
    async with story(source, lanes=LANE) as told:
        await told.send("go")
        await gate.reached.wait()
        await told.pilot.pause()
        told.panes[0].view.focus()
        assert "▼ more" not in told.text()
        await told.press("g")
        assert page(told)[0] == "line 0"
        assert "▼ more" in told.text()
        gate.open()
        await told.settle()
        assert page(told)[0] == "line 0"
        await told.press("j", "j")
        assert page(told)[0] == "line 1"
        await told.press("k", "k")
        assert page(told)[0] == "line 0"
        await told.press("space")
        assert "▼ more" in told.text()
        await told.press("G")
        assert page(told)[-1] == "last"
        assert told.panes[0].view.following
        assert "▼ more" not in told.text()
