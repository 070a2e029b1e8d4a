import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kit.loop_thread import loop_thread
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
    runner = EmbeddedRunner(model_cache(), os.environ)

    async def start() -> None:
        engines = (EngineOption("fast", {"threads": "1"}),)
        async for step in runner.start(RunnerOptions(port=0, engines=engines)):
            if isinstance(step, Failure):
                raise AssertionError(f"{step.summary}\n{step.seen}")

    with loop_thread() as wait_for:
        try:
            wait_for(start())
            yield LiveRunner(runner.base, runner.model)
        finally:
            wait_for(runner.stop())
