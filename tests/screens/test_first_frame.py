from collections import Counter

import pytest
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

from kit.stories import story


@pytest.fixture
def styled(monkeypatch: pytest.MonkeyPatch) -> Counter[DOMNode]:
    """How often each widget was given its styles."""
    times: Counter[DOMNode] = Counter()
    plain = Stylesheet.apply

    def counted(self: Stylesheet, node: DOMNode, **rest: object) -> None:
        times[node] += 1
        plain(self, node, **rest)

    monkeypatch.setattr(Stylesheet, "apply", counted)
    return times


async def test_a_start_parses_its_style_sheets_once(monkeypatch: pytest.MonkeyPatch):
    again: list[Stylesheet] = []
    monkeypatch.setattr(Stylesheet, "reparse", again.append)
    async with story():
        assert again == []


@pytest.mark.parametrize("mode", ["chat", "sessions", "runners", "compare", "diagnostics"])
async def test_a_screen_styles_its_widgets_as_they_are_mounted(mode, styled):
    async with story() as told:
        if mode != "chat":
            styled.clear()
            await told.app.switch_mode(mode)
        await told.pilot.pause()
        # The focus, which comes and goes, styles a widget and what is in it again.
        quiet = [node for node in styled if node not in told.screen.focus_chain]
        assert max((styled[node] for node in quiet), default=1) <= 3


@pytest.mark.parametrize(("theme", "dark"), [("daylight", False), ("phosphor", True)])
async def test_a_start_wears_the_theme_that_is_set(theme, dark):
    async with story(theme=theme) as told:
        app = told.app
        ground = app.screen.styles.background
        assert ground.hex.lower() == app.theme_variables["background"].lower()
        assert ground.brightness > 0.5 or dark
        assert app.has_class("-dark-mode") is dark
        await told.app.switch_mode("compare")
        assert told.app.screen.styles.background == ground


async def test_a_theme_that_is_changed_elsewhere_is_worn_by_a_screen_that_comes_back():
    async with story(theme="daylight") as told:
        await told.app.switch_mode("compare")
        told.app.theme = "phosphor"
        await told.pilot.pause()
        await told.app.switch_mode("chat")
        await told.pilot.pause()
        ground = told.app.theme_variables["background"].lower()
        assert told.app.screen.styles.background.hex.lower() == ground


async def test_a_field_may_be_mounted_before_its_screen_is_on_the_stack():
    async with story() as told:
        stack = told.app._screen_stack
        on_show, stack[:] = [*stack], []
        # As at each start from Python 3.12 on.
        told.app.clear_selection()
        stack[:] = on_show
