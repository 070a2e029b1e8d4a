import pytest
from textual.geometry import Offset
from textual.screen import Screen
from textual.widgets import Static

from kit.scripted import Gate, ScriptedSource, a_lane, held
from kit.stories import TWO_LANES, story
from quayside.widgets.key_line import KeyLine


@pytest.mark.parametrize(
    "place", ["composer", "picker", "turns", "view", "field", "compare", "diagnostics"]
)
async def test_the_footer_fits_eighty_columns(place):
    async with story(size=(80, 24)) as told:
        if place in ("compare", "diagnostics"):
            await told.press({"compare": "f3", "diagnostics": "f4"}[place])
        elif place in ("view", "field"):
            told.panes[0].view.focus()
            await told.press(*"/" * (place == "field"))
        else:
            if place != "composer":
                await told.press("ctrl+b")
            told.screen.query_one(f"#{place}").focus()
        await told.pilot.pause()
        line = told.screen.query_one(KeyLine)
        assert line.shown
        assert line.render().cell_length <= 80


async def test_a_streaming_screen_of_four_lanes_is_light():
    gate = Gate()
    lanes = [a_lane(f"ai/m{number}") for number in range(4)]
    source = ScriptedSource({"sdk": held(gate, "# Head\n\n- a\n- b\n\n" * 20)})
    async with story(source, lanes=lanes) as told:
        await told.send("go")
        await gate.reached.wait()
        await told.pilot.pause()
        assert len(told.screen.query("*")) < 60


async def test_an_empty_workbench_says_what_it_is_and_what_to_press():
    async with story(size=(80, 24)) as told:
        text = told.text()
        assert "LiteLLM Proxy" in text
        assert "f1" in text
        assert "No runner and no gateway found" in text


async def test_a_prompt_fits_the_smallest_screen():
    async with story(size=(80, 24), lanes=TWO_LANES) as told:
        await told.send("why")
        await told.settle()
        assert told.screen.composer.region.bottom <= 23
        assert told.panes[0].view.region.height >= 10


async def test_a_theme_is_worn_while_it_is_looked_at():
    async with story() as told:
        before = told.app.theme
        await told.press("ctrl+t", "j")
        assert told.app.theme != before
        await told.press("escape")
        assert told.app.theme == before
        await told.press("ctrl+t", "j", "enter")
        assert told.app.theme != before
        assert told.screen is not None


async def test_every_theme_can_be_worn_while_lanes_are_shown():
    async with story() as told:
        for name in sorted(told.app.available_themes):
            told.app.theme = name
            await told.pilot.pause()
            assert told.panes[0].region.height > 0


async def test_an_unknown_theme_is_said_and_the_default_worn():
    async with story(theme="[/nope]") as told:
        assert told.app.theme == "quayside"
        assert "There is no theme '[/nope]'" in told.text()


async def test_a_key_can_be_bound_anew():
    async with story(keymap={"view.sidebar": "ctrl+s"}) as told:
        await told.press("ctrl+s")
        assert not told.screen.query_one("#sidebar").display
        await told.press("ctrl+b")
        assert not told.screen.query_one("#sidebar").display


async def test_the_palette_finds_a_key_by_its_words():
    async with story() as told:
        await told.press("ctrl+p", *"sidebar")
        await told.pilot.pause(0.5)
        await told.press("enter")
        await told.pilot.pause()
        assert not told.screen.query_one("#sidebar").display


async def test_a_click_on_a_widget_that_is_gone_hits_nothing(monkeypatch):
    async with story() as told:
        gone = Static("gone")
        monkeypatch.setattr(
            Screen, "get_widget_and_offset_at", lambda *_place: (gone, Offset(0, 0))
        )
        assert told.screen.get_widget_and_offset_at(1, 1) == (None, None)
