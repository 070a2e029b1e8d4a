import pytest
from textual.app import App
from textual.containers import Vertical
from textual.events import MouseDown
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from quayside.app.palette import Palette
from quayside.app.screens.base import WorkScreen
from quayside.app.screens.dialog import Dialog
from quayside.app.screens.searching import SearchingScreen
from quayside.widgets.steady_screen import SteadyScreen


class Page(SteadyScreen, Screen[None]):
    def compose(self):
        with Vertical():
            yield Static("words", id="words")


class PageOver(SteadyScreen, ModalScreen[None]):
    compose = Page.compose


def a_click(x, y):
    return MouseDown(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y)


@pytest.mark.parametrize("page", [Page, PageOver])
async def test_a_click_on_what_has_just_been_removed_is_none(page):
    async with App().run_test() as pilot:
        await pilot.app.push_screen(page())
        await pilot.pause()
        await pilot.app.screen.query_one("#words").remove()
        pilot.app.screen._forward_event(a_click(1, 0))
        await pilot.pause()
        assert not pilot.app.screen.query("#words")


def test_all_screens_are_steady():
    for screen in (WorkScreen, Dialog, SearchingScreen, Palette):
        assert issubclass(screen, SteadyScreen)
