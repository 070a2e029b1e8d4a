"""Work that goes on beside what is tested, and must have its turn."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


@asynccontextmanager
async def other_work() -> AsyncIterator[Callable[[], int]]:
    """Gives how many turns of the loop it has had; it ends with the block."""
    turns = 0

    async def work() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    working = asyncio.create_task(work())
    try:
        yield lambda: turns
    finally:
        working.cancel()
