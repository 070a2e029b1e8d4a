import pytest
from textual.events import Resize
from textual.geometry import Size

from kit.stories import story

EARLIER = Size(152, 11)
KEYS = [("f2", "ctrl+l"), ("f5", "ctrl+p"), ("f6", "f1"), ("f3", "ctrl+t")]


@pytest.mark.parametrize("keys", KEYS)
async def test_nothing_is_laid_out_for_a_size_that_is_told_late(keys):
    async with story() as told:
        await told.press(*keys)
        screens = told.app.screen_stack
        assert len(screens) == 2
        for screen in screens:
            screen.post_message(Resize(EARLIER, EARLIER))
        await told.pilot.resize_terminal(100, 30)
        for screen in screens:
            screen._screen_resized(EARLIER)
        assert [screen._compositor.size for screen in screens] == [Size(100, 30)] * 2
