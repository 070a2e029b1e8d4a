"""A loop of its own, in a thread: what runs on it outlives the loops of single tests."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

PATIENCE = 600
WaitFor = Callable[[Coroutine[Any, Any, Any]], Any]


@contextmanager
def loop_thread() -> Iterator[WaitFor]:
    """Gives what waits for a coroutine on that loop. It runs on meanwhile and reads what its
    children write: a child whose output nobody reads stands still."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield lambda work: asyncio.run_coroutine_threadsafe(work, loop).result(PATIENCE)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
