import pytest

from kit.stories import story
from quayside.app.screens.line_dialog import LineDialog


async def test_a_second_enter_and_one_that_came_too_late_close_nothing_else():
    async with story() as told:
        await told.press("ctrl+l")
        dialog = told.screen
        assert isinstance(dialog, LineDialog)
        dialog.dismiss(None)
        dialog.dismiss(None)
        await told.press("f3")
        dialog.dismiss(None)
        await told.pilot.pause()
        assert told.app.current_mode == "compare"
        assert len(told.app.screen_stack) == 1


async def test_a_dialog_waits_where_it_was_left():
    async with story() as told:
        await told.press("ctrl+l")
        dialog = told.screen
        await told.press("f3")
        dialog.dismiss(None)
        await told.press("f2")
        assert told.screen is dialog
        await told.press("escape")
        assert told.screen is not dialog


@pytest.mark.parametrize("key", ["ctrl+t", "ctrl+p"])
async def test_a_key_that_is_held_down_opens_one_dialog(key):
    async with story() as told:
        await told.press(key, key, key)
        assert len(told.app.screen_stack) == 2
        await told.press("escape")
        assert len(told.app.screen_stack) == 1


async def test_the_key_that_opens_the_help_closes_it():
    async with story() as told:
        await told.press("f1")
        assert len(told.app.screen_stack) == 2
        await told.press("f1")
        assert len(told.app.screen_stack) == 1
