import os
import shutil
import sys
from contextlib import asynccontextmanager

import pytest

from kit.live_runner import LiveRunner, model_cache
from kit.tmux import terminal
from quayside.app.core.embedded.process import EmbeddedRunner, RunnerOptions
from quayside.app.core.embedded.pull import model_path
from quayside.app.core.failures import Failure
from quayside.app.core.runner.handle import RunnerHandle

pytestmark = pytest.mark.live


BOTH_ARE_HELD = pytest.mark.skipif(
    (os.cpu_count() or 1) < 2, reason="a model for each processor is held"
)


def two_files(folder):
    """Two files of one model, which differ by a byte that llama.cpp passes over."""
    first, second = folder / "first.gguf", folder / "second.gguf"
    for file in (first, second):
        shutil.copyfile(model_path(model_cache()), file)
    with second.open("ab") as file:
        file.write(b"\0")
    return first, second


@asynccontextmanager
async def two_models(folder):
    first, second = two_files(folder)
    runner = EmbeddedRunner(model_cache(), os.environ)
    try:
        async for step in runner.start(RunnerOptions(port=0, model_files=(first, second))):
            assert not isinstance(step, Failure), step
        handle = RunnerHandle(runner.base)
        yield handle
        await handle.close()
    finally:
        await runner.stop()


@BOTH_ARE_HELD
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


@BOTH_ARE_HELD
@pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")
def test_an_eviction_is_watched_and_the_other_model_stays(
    embedded_runner: LiveRunner, home, tmp_path
) -> None:
    files = [part for file in two_files(tmp_path) for part in ("--model-file", str(file))]
    command = (sys.executable, "-m", "quayside", "demo", "--no-proxy", *files)
    with terminal(command, tmp_path, home, "100x30") as told:
        told.see("○ ready", seconds=60)
        told.press("F5")
        told.see("0 in memory", "first", "second")
        told.press("c")
        told.see("Configure")
        told.type("keep=3s")
        told.press("Enter")
        told.see("1 in memory")
        told.press("j", "l")
        told.see("2 in memory", "loaded, 0:0")
        told.lose("loaded, 0:0")
        told.see("1 in memory · ", "loaded, 4:5")
