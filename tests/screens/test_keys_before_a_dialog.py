"""Keys that had no use below a dialog, and come back when it is open, but not yet drawn."""

from contextlib import asynccontextmanager

import pytest
from textual.events import Key

from kit.comparing import compared
from kit.scripted import ScriptedSource
from kit.stories import story


def come_back_at_once(app, keys):
    push = app.push_screen

    def pushed(*given, **named):
        opened = push(*given, **named)
        for key in keys:
            event = Key(key, None)
            # As what has been to the focused widget, which had no use for it.
            event._set_forwarded()
            app.post_message(event)
        return opened

    app.push_screen = pushed


@asynccontextmanager
async def an_exchange(*keys):
    async with story(ScriptedSource()) as told:
        await compared(told)
        await told.press("4")
        told.screen.views.exchanges.exchanges.focus()
        come_back_at_once(told.app, keys)
        await told.press("home", "enter")
        await told.settle()
        yield told


@pytest.mark.parametrize("key", ["right", "2"])
async def test_an_exchange_opens_with_the_view_that_was_asked_for(key):
    async with an_exchange(key) as told:
        assert "[2 request]" in told.text()


async def test_an_exchange_that_is_closed_at_once_gives_the_list_back():
    async with an_exchange("escape", "escape", "2") as told:
        assert "[2 plots]" in told.text()


@pytest.mark.parametrize("key", ["f1", "ctrl+p", "ctrl+t", "ctrl+l", "ctrl+k", "ctrl+o"])
async def test_what_is_opened_and_closed_in_one_burst_is_closed(key):
    async with story(ScriptedSource()) as told:
        below = told.screen
        come_back_at_once(told.app, ["up", "escape"])
        await told.press(key)
        await told.settle()
        assert told.screen is below
