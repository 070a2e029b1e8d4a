"""The embedded runner as seen by its user: start it, read its base, stop it."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from ..children import Child
from ..failures import Failure
from ..progress import Progress
from .options import EngineOption, RunnerOptions

__all__ = ["EmbeddedRunner", "EngineOption", "RunnerOptions"]


class EmbeddedRunner:
    """A strict Docker Model Runner on loopback, in a child process that dies with us."""

    def __init__(self, cache_directory: Path, environment: Mapping[str, str]) -> None:
        self.base = ""
        """`http://127.0.0.1:PORT/engines/llama.cpp` once `start` has ended well, else empty."""
        self._cache_directory = cache_directory
        self._environment = environment
        self._child: Child | None = None

    async def start(self, options: RunnerOptions) -> AsyncIterator[Progress | Failure]:
        """Pull the model if need be, start the runner; a `Failure` is the last item."""
        yield Progress("runner", "starting the embedded runner")

    async def stop(self) -> None:
        """End the runner and its engines; harmless when it does not run."""
        child, self._child, self.base = self._child, None, ""
        if child is not None:
            await child.stop()
