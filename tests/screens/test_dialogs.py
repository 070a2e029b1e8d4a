import gc

import pytest
from textual.strip import Strip

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


def strips():
    gc.collect()
    return sum(type(one) is Strip for one in gc.get_objects())


@pytest.mark.parametrize("key", ["f1", "ctrl+t"])
async def test_lines_of_what_has_closed_are_not_kept(key):
    async with story() as told:
        await told.press(key, "escape")
        before = strips()
        for _ in range(5):
            await told.press(key, "escape")
        assert strips() - before < 150
