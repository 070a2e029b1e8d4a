import asyncio
import gc
import heapq
import weakref
from contextlib import asynccontextmanager

import pytest
from textual.widget import Widget

from kit.scripted import ScriptedSource, a_failure
from kit.stories import story
from quayside.app.core.runner.found import Found, FoundKind
from quayside.app.core.runner.snapshot import RunnerSnapshot

RUNNER = Found(
    kind=FoundKind.RUNNER,
    base="http://runner:12434/engines/llama.cpp",
    title="Docker Model Runner on runner:12434",
)
OVER_THE_CHAT = ("f1", "ctrl+p", "ctrl+t", "ctrl+l", "ctrl+k", "ctrl+o", "s", "t", "b", "x")
OVER_THE_RUNNERS = ("p", "v", "L")
OVER_THE_SESSIONS = ("e", "t", "f", "x", "i")


class FailingRunner:
    async def snapshot(self):
        return RunnerSnapshot()

    async def requests(self):
        yield a_failure()

    async def log(self):
        yield a_failure()

    async def close(self):
        pass


async def found():
    yield RUNNER


@asynccontextmanager
async def a_workbench(folder):
    kit = {"discover": found, "runner": lambda _: FailingRunner()}
    async with story(ScriptedSource(), sessions_directory=folder, **kit) as told:
        await told.settle()
        await told.send("one")
        await told.settle()
        yield told


def widgets_of(top):
    # What is kept of how a widget was drawn is no part of it.
    found = list(top.walk_children(Widget, with_self=True))
    return [weakref.ref(one) for each in found for one in (each, each._styles_cache)]


def forget_cancelled_timers():
    # Asyncio does so by the hundred, and until then keeps what they were begun for.
    loop = asyncio.get_running_loop()
    loop._scheduled = [timer for timer in loop._scheduled if not timer.cancelled()]
    loop._timer_cancelled_count = 0
    heapq.heapify(loop._scheduled)


def alive(closed):
    forget_cancelled_timers()
    gc.collect()
    return [one() for one in closed if one() is not None]


async def open_and_close(told, key):
    below = told.screen
    await told.press(key)
    assert told.screen is not below, key
    closed = widgets_of(told.screen)
    while told.screen is not below:
        await told.press("escape")
    return closed


async def open_and_close_a_lane(told):
    await told.press("ctrl+l", *"sdk:m", "enter")
    await told.send("one more")
    await told.settle()
    await told.press("tab", "/", "a", "escape")
    closed = widgets_of(told.panes[-1])
    await told.press("ctrl+w")
    return closed


@pytest.mark.parametrize(
    ("screen", "keys"),
    [("tab", OVER_THE_CHAT), ("f5", OVER_THE_RUNNERS), ("f6", OVER_THE_SESSIONS)],
)
async def test_nothing_stays_of_dialogs_that_have_closed(tmp_path, screen, keys):
    async with a_workbench(tmp_path) as told:
        await told.press(screen)
        await told.settle()
        closed = [one for key in keys for one in await open_and_close(told, key)]
        # What was on show last is let go with what is shown next.
        await open_and_close(told, "f1")
        assert alive(closed) == []


async def test_nothing_stays_of_a_lane_once_another_has_closed(tmp_path):
    async with a_workbench(tmp_path) as told:
        closed = [await open_and_close_a_lane(told) for _ in range(3)]
        assert len(told.panes) == 2
        assert alive([one for each in closed[:2] for one in each]) == []
