"""Waits for a program in Textual by what it has yet to do, not by the time that passes."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import monotonic, process_time
from typing import Any

from textual.app import App, ScreenStackError, active_app

from quayside.widgets.frame_clock import FrameClock

GLANCE = 0.004
"""Seconds; a thread of the program's own that works is seen by its use of the processor then."""
MOST_TURNS = 1000


async def rest(_shortest: float = 0, longest: float = 1) -> None:
    """Until all that came in is handled and all that changed is drawn; `longest` in seconds.

    Takes the place of Textual's `wait_for_idle`, which waits until the processor has been idle
    for 20 ms and so makes of every key a twelfth of a second.
    """
    app, end = active_app.get(), monotonic() + longest
    while monotonic() < end and app._exception is None:
        await _all_have_run()
        if any(_debts(app)):
            await asyncio.sleep(GLANCE / 4)
            continue
        with suppress(ScreenStackError):
            app.screen._on_timer_update()
        if await _nothing_runs():
            break


async def _all_have_run() -> None:
    loop: Any = asyncio.get_running_loop()
    for _ in range(MOST_TURNS):
        await asyncio.sleep(0)
        if not loop._ready:
            break


async def _nothing_runs() -> bool:
    loop: Any = asyncio.get_running_loop()
    await asyncio.sleep(0)
    if loop._ready:
        return False
    before = process_time()
    await asyncio.sleep(GLANCE)
    return process_time() - before < GLANCE / 4


def _debts(app: App[Any]) -> Iterator[bool]:
    """What is still to come: held updates, a new size, steps of a movement, frames, threads."""
    loop: Any = asyncio.get_running_loop()
    yield app._batch_count > 0
    yield app._resize_timer is not None
    yield not app.animator._idle_event.is_set()
    yield any(_draws(handle) for handle in loop._scheduled)
    yield _works(loop._default_executor)


def _draws(handle: asyncio.TimerHandle) -> bool:
    owner = getattr(handle._callback, "__self__", None)
    return isinstance(owner, FrameClock) and not handle.cancelled()


def _works(threads: ThreadPoolExecutor | None) -> bool:
    return threads is not None and threads._idle_semaphore._value < len(threads._threads)
