import pytest

from kit.scripted import a_lane
from kit.stories import story
from quayside.app.core.lanes import Lane, Path
from quayside.app.screens.status_rows import host_of

BASES = ["http://[", "http://[::1", "http://a]b", "//[x", "http://name:word@[", "\ud800"]


@pytest.mark.parametrize("base", BASES)
async def test_a_base_that_is_none_is_shown_on_every_screen(base):
    lane = Lane(Path.SDK, "ai/smollm2", base)
    async with story(lanes=[lane, a_lane()]) as told:
        for key in ("f3", "f5", "f6", "f4", "f2", "ctrl+l", "escape"):
            await told.press(key)
        assert len(told.panes) == 2


def test_a_login_is_not_shown_where_the_base_cannot_be_read():
    assert host_of(Lane(Path.SDK, "m", "http://name:word@[")) == "["
