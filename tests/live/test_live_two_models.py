import os
import shutil
from contextlib import asynccontextmanager

import pytest

from kit.live_runner import LiveRunner, model_cache
from quayside.app.core.embedded.process import EmbeddedRunner, RunnerOptions
from quayside.app.core.embedded.pull import model_path
from quayside.app.core.failures import Failure
from quayside.app.core.runner.handle import RunnerHandle

pytestmark = pytest.mark.live


@asynccontextmanager
async def two_models(folder):
    """A runner with two files of one model, which differ by a byte that llama.cpp passes over."""
    first, second = folder / "first.gguf", folder / "second.gguf"
    for file in (first, second):
        shutil.copyfile(model_path(model_cache()), file)
    with second.open("ab") as file:
        file.write(b"\0")
    runner = EmbeddedRunner(model_cache(), os.environ)
    try:
        async for step in runner.start(RunnerOptions(port=0, model_files=(first, second))):
            assert not isinstance(step, Failure), step
        handle = RunnerHandle(runner.base)
        yield handle
        await handle.close()
    finally:
        await runner.stop()


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="a model for each processor is held")
async def test_two_models_are_held_at_once_and_one_goes_while_the_other_stays(
    embedded_runner: LiveRunner, tmp_path
) -> None:
    async with two_models(tmp_path) as handle:
        for name in ("ai/first", "ai/second"):
            await handle.load(name)
        taken = await handle.snapshot()
        assert {one.entry.display: one.state for one in taken.models} == {
            "first": "loaded",
            "second": "loaded",
        }
        assert await handle.unload(["ai/first"]) == 1
        taken = await handle.snapshot()
        assert [one.state for one in taken.models] == ["", "loaded"]
        lines = [line async for line in until(handle.log(), "loaded docker.io/ai/second")]
        assert any("loading docker.io/ai/first" in line for line in lines)


async def until(log, words):
    """Its lines up to the one that holds `words`."""
    async for line in log:
        assert not isinstance(line, Failure)
        yield line
        if words in line:
            return
