"""One fetch for all who ask for the same blob; the last who leaves ends it."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass

from ...failures import Failure
from ...progress import Progress
from .blob import Blob
from .fetch import BlobFetch

BETWEEN_STEPS = 0.1
"""Seconds."""


@dataclass(slots=True)
class _Shared:
    fetch: BlobFetch
    task: asyncio.Task[Failure | None]
    waiting: int = 0
    abandoned: bool = False


class SharedFetches:
    """The fetches of one runner, by digest."""

    def __init__(self, between: float = BETWEEN_STEPS) -> None:
        self._between = between
        self._under_way: dict[str, _Shared] = {}

    async def steps(
        self, blob: Blob, start: Callable[[], BlobFetch]
    ) -> AsyncGenerator[Progress | Failure]:
        """How far it has come, from what was there before; a `Failure` is the last item."""
        shared = await self._join(blob, start)
        try:
            told = -1
            while True:
                if shared.fetch.done != told:
                    told = shared.fetch.done
                    yield _progress(told, blob)
                if shared.task.done():
                    break
                await asyncio.wait({shared.task}, timeout=self._between)
            failure = shared.task.result()
            if failure is not None:
                yield failure
        finally:
            await self._leave(shared)

    async def _join(self, blob: Blob, start: Callable[[], BlobFetch]) -> _Shared:
        while (shared := self._under_way.get(blob.digest)) is not None and shared.abandoned:
            await asyncio.wait({shared.task})
        if shared is None:
            fetch = start()
            shared = _Shared(fetch, asyncio.create_task(fetch.run()))
            shared.task.add_done_callback(lambda _: self._under_way.pop(blob.digest, None))
            self._under_way[blob.digest] = shared
        shared.waiting += 1
        return shared

    async def _leave(self, shared: _Shared) -> None:
        shared.waiting -= 1
        if not shared.waiting and not shared.task.done():
            shared.abandoned = True
            shared.task.cancel()
            await asyncio.wait({shared.task})


def _progress(done: int, blob: Blob) -> Progress:
    return Progress("model", "", done, blob.size, "bytes")
