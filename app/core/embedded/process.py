"""The embedded runner as seen by its user: start it, read its base, stop it."""

import asyncio
import contextlib
import importlib.util
import json
import sys
from collections import deque
from collections.abc import AsyncGenerator, Callable, Mapping
from pathlib import Path
from typing import Any, cast

from ..children import Child, start_child
from ..failures import Failure
from ..progress import Progress
from .options import EngineOption, RunnerOptions, format_engine
from .pull import ensure_model
from .start_failures import explain_end, explain_missing, explain_no_file, explain_refusal

__all__ = ["EmbeddedRunner", "EngineOption", "RunnerOptions"]

_NEEDED = ("xllamacpp", "starlette", "uvicorn")
_KEPT_LINES = 20


class EmbeddedRunner:
    """A strict Docker Model Runner on loopback, in a child process that dies with us."""

    def __init__(
        self,
        cache_directory: Path,
        environment: Mapping[str, str],
        *,
        on_line: Callable[[str], None] | None = None,
    ) -> None:
        """`on_line` takes the runner's lines for people, such as `loading … on llama.cpp`."""
        self.base = ""
        """`http://127.0.0.1:PORT/engines/llama.cpp` once `start` has ended well, else empty."""
        self.model = ""
        """The name of the model it serves, `ai/smollm2` unless a file was given."""
        self._cache_directory = cache_directory
        self._environment = environment
        self._on_line = on_line
        self._child: Child | None = None
        self._lines: deque[str] = deque(maxlen=_KEPT_LINES)
        self._pump: asyncio.Task[None] | None = None

    async def start(self, options: RunnerOptions) -> AsyncGenerator[Progress | Failure]:
        """Pull the model if need be, start the runner; a `Failure` is the last item."""
        failure = _unfit(options)
        if failure is not None:
            yield failure
            return
        if not options.model_files and not options.registry:
            async with contextlib.aclosing(
                ensure_model(self._cache_directory, self._environment)
            ) as steps:
                async for step in steps:
                    yield step
                    if isinstance(step, Failure):
                        return
        yield Progress("runner", "starting the embedded runner")
        failure = await self._start_child(options)
        if failure is not None:
            await self.stop()
            yield failure
            return
        yield Progress("runner", f"the embedded runner serves {self.model} at {self.base}", 1, 1)

    async def stop(self) -> None:
        """End the runner and its engines; harmless when it does not run."""
        child, self._child, self.base = self._child, None, ""
        pump, self._pump = self._pump, None
        if child is not None:
            await child.stop()
        if pump is not None:
            await pump

    async def _start_child(self, options: RunnerOptions) -> Failure | None:
        command = _command(options, self._cache_directory)
        try:
            self._child = await start_child(command, self._environment)
        except OSError as error:
            return explain_end(command, None, [str(error)])
        while (line := await self._child.read_line()) is not None:
            news = _news(line)
            if "base" in news:
                self.base, self.model = news["base"], news["model"]
                self._pump = asyncio.create_task(self._keep_lines(self._child))
                return None
            if "refused" in news:
                return explain_refusal(command, news["refused"], news["reason"], options.port)
            self._take(line)
        return explain_end(command, await self._child.wait(), list(self._lines))

    async def _keep_lines(self, child: Child) -> None:
        while (line := await child.read_line()) is not None:
            self._take(line)

    def _take(self, line: str) -> None:
        self._lines.append(line)
        if self._on_line is not None:
            self._on_line(line)


def _command(options: RunnerOptions, cache_directory: Path) -> list[str]:
    command = [sys.executable, "-P", "-m", "quayside.app.core.embedded"]
    command += ["--cache", str(cache_directory)]
    if options.port is not None:
        command += ["--port", str(options.port)]
    if options.registry:
        command += ["--registry", options.registry]
    for file in options.model_files:
        command += ["--model-file", str(file)]
    return command + [f"--engine={format_engine(engine)}" for engine in options.engines]


def _news(line: str) -> dict[str, str]:
    if not line.startswith("{"):
        return {}
    try:
        news: Any = json.loads(line)
    except ValueError:
        return {}
    return cast("dict[str, str]", news)


def _unfit(options: RunnerOptions) -> Failure | None:
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        return explain_missing(missing)
    absent = next((file for file in options.model_files if not file.is_file()), None)
    return explain_no_file(absent) if absent else None
