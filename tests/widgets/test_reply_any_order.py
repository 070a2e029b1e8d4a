import random

import pytest

from kit.page_samples import RICH_DOCUMENT
from kit.reply_stage import frames, reading, screen_rows

TEXTS = ("a", "the", "think", "Ship", "x y", "")


def reader_s_acts(view, chance: random.Random):
    """What a reader can do while a reply comes."""
    return [
        lambda: view.step_block(chance.choice((1, -1))),
        view.take_block,
        lambda: view.find(chance.choice(TEXTS), chance.randint(0, 50)),
        lambda: view.step_find(chance.choice((1, -1))),
        view.end_find,
        view.fold_reasoning,
        lambda: view.scroll_to(y=chance.randint(0, 80), animate=False, immediate=True),
        view.action_scroll_end,
        view.action_scroll_home,
    ]


def pieces(view, chance: random.Random):
    """What can come of a reply."""
    begin = chance.randrange(len(RICH_DOCUMENT))
    return [
        lambda: view.feed(RICH_DOCUMENT[begin : begin + chance.randint(1, 400)]),
        lambda: view.feed_reasoning("think " * chance.randint(1, 30) + "\n"),
        lambda: view.feed_call(chance.randint(0, 2), "weather", "{}"),
        lambda: view.note("note"),
    ]


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_the_reader_does_the_rows_stand_and_the_tail_is_kept(seed: int):
    chance = random.Random(seed)
    async with reading((chance.randint(10, 60), chance.randint(4, 14))) as (pilot, view):
        for _ in range(60):
            chance.choice(pieces(view, chance))()
            chance.choice(reader_s_acts(view, chance))()
            pilot.app.clock.tick()
            if chance.random() < 0.5:
                await pilot.pause()
            if chance.random() < 0.1:
                await pilot.resize_terminal(chance.randint(6, 60), chance.randint(4, 14))
            screen_rows(view)
            assert view.scroll_offset.y <= view.max_scroll_y
        view.finish()
        await frames(pilot)
        assert view.virtual_size.height == len(view._page)
        assert not view.following or view.scroll_offset.y == view.max_scroll_y
