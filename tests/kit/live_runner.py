import asyncio
import os
import tempfile
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quayside.app.core.embedded.process import EmbeddedRunner, EngineOption, RunnerOptions
from quayside.app.core.failures import Failure


@dataclass(frozen=True)
class LiveRunner:
    base: str
    model: str

    @property
    def origin(self) -> str:
        return self.base.removesuffix("/engines/llama.cpp")

    def engine(self, name: str) -> str:
        return f"{self.origin}/engines/{name}"


def model_cache() -> Path:
    default = Path(tempfile.gettempdir()) / "quayside-test-cache"
    return Path(os.environ.get("QUAYSIDE_TEST_CACHE") or default)


@contextmanager
def live_runner() -> Iterator[LiveRunner]:
    # A loop of its own, in a thread: it outlives the loops of single tests.
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    runner = EmbeddedRunner(model_cache(), os.environ)

    def wait_for(work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(600)

    async def start() -> None:
        engines = (EngineOption("fast", {"threads": "1"}),)
        async for step in runner.start(RunnerOptions(port=0, engines=engines)):
            if isinstance(step, Failure):
                raise AssertionError(f"{step.summary}\n{step.seen}")

    try:
        wait_for(start())
        yield LiveRunner(runner.base, runner.model)
    finally:
        wait_for(runner.stop())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
