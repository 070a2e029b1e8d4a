from textual.events import Key

from kit.drawn import hidden_names
from kit.scripted import Gate, ScriptedSource, a_lane, answer, held
from kit.stories import story

LANE = [a_lane()]
MEANT = {
    *("check_action", "action_scroll_end", "action_scroll_home"),
    *("watch_scroll_y", "get_selection", "ALLOW_SELECT", "COMPONENT_CLASSES"),
}
"""What Textual means to be overridden."""
LONG = "\n\n".join("a harbour" if number % 20 == 10 else f"line {number}" for number in range(60))


def page(told):
    view = told.panes[0].view
    return [view.render_line(y).text.strip() for y in range(view.size.height)]


async def asked(told):
    await told.send("go")
    await told.settle()
    told.panes[0].view.focus()
    await told.press("home")


async def test_what_is_typed_is_found_and_enter_goes_on():
    async with story(ScriptedSource({"sdk": answer(LONG)}), lanes=LANE) as told:
        await asked(told)
        await told.press("/", *"harbour")
        assert "find 1/3" in told.text()
        await told.press("enter", "down")
        assert "find 3/3" in told.text()
        assert "a harbour" in page(told)
        await told.press("up")
        assert "find 2/3" in told.text()


async def test_letters_typed_in_one_burst_are_for_the_field():
    async with story(ScriptedSource({"sdk": answer(LONG)}), lanes=LANE) as told:
        await asked(told)
        for letter in "/nz/yT":
            told.app.post_message(Key({"/": "slash"}.get(letter, letter), letter))
        await told.pilot.pause()
        assert told.panes[0].field.value == "nz/yT"
        assert told.copied == []


async def test_letters_typed_after_a_step_are_found_from_there_on():
    async with story(ScriptedSource({"sdk": answer(LONG)}), lanes=LANE) as told:
        await asked(told)
        await told.press("/", *"line", *["enter"] * 30, "space", "4")
        assert "find 2/11" in told.text()


async def test_escape_closes_the_field_stays_at_the_hit_and_stops_no_reply():
    gate = Gate()
    source = ScriptedSource({"sdk": held(gate, LONG)})
    async with story(source, lanes=LANE) as told:
        await told.send("go")
        await gate.reached.wait()
        await told.pilot.pause()
        told.panes[0].view.focus()
        await told.press("home", "/", *"harbour", "enter")
        row = page(told).index("a harbour")
        await told.press("escape")
        assert not told.panes[0].field.display
        assert told.panes[0].view.has_focus
        assert page(told)[row] == "a harbour"
        assert told.words() == ["streaming"]
        await told.press("escape")
        assert told.words() == ["stopped"]


async def test_the_field_comes_back_with_what_was_looked_for():
    async with story(ScriptedSource({"sdk": answer(LONG)}), lanes=LANE) as told:
        await asked(told)
        await told.press("/", *"line", "space", "5", "escape")
        assert "find" not in str(told.panes[0].border_subtitle)
        await told.press("/")
        assert "find 1/10" in told.text()
        await told.press(*"harbour")
        assert "find 1/3" in told.text()


async def test_each_pane_is_searched_by_itself():
    source = ScriptedSource({"sdk": answer("one pier"), "proxy": answer("a pier, a pier")})
    async with story(source) as told:
        await told.send("go")
        await told.settle()
        told.panes[1].view.focus()
        await told.press("/", *"pier")
        assert "find 1/2" in str(told.panes[1].border_subtitle)
        assert "find" not in str(told.panes[0].border_subtitle)


async def test_no_name_of_a_pane_hides_one_of_textual():
    async with story() as told:
        pane = told.panes[0]
        set_when_mounted = {"__annotations__", "_message_queue", "_mounted_event"}
        for widget in (pane, pane.view, pane.field):
            assert hidden_names(widget) <= set_when_mounted | MEANT
