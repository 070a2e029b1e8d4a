"""A real model pulled from a slow registry, in a real terminal: stopped, gone on with, asked."""

import asyncio
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from kit.live_runner import model_cache
from kit.registry import Registry, registry_beside, throttled
from kit.tmux import terminal
from quayside.app.core.embedded.pull import ensure_model, model_path
from quayside.app.core.failures import Failure

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux"),
]
RATE = 12e6
"""Bytes a second: slow enough that a hand can stop it."""


@pytest.fixture(scope="module")
def source() -> Path:
    async def pull() -> None:
        async for step in ensure_model(model_cache(), os.environ):
            assert not isinstance(step, Failure), step

    asyncio.run(pull())
    return model_path(model_cache())


@contextmanager
def runner_of(registry: Registry, cache: Path, home: Mapping[str, str]) -> Iterator[str]:
    command = [sys.executable, "-m", "quayside", "runner", "--registry", registry.url]
    environment = {**home, "XDG_CACHE_HOME": str(cache)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def names_in(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()] if folder.is_dir() else []


def pulled_share(screen: str) -> float:
    found = re.search(r"([\d.]+) MB of ([\d.]+) MB", screen)
    return float(found[1]) / float(found[2]) if found else 0.0


@pytest.mark.parametrize("size", ["80x24", "120x40"])
def test_a_model_is_pulled_stopped_pulled_on_loaded_asked_looked_into_and_unloaded(
    source: Path, home, tmp_path, size
) -> None:
    content = source.read_bytes()
    registry, models = Registry(pace=throttled(RATE)), tmp_path / "empty" / "quayside" / "models"
    digest = registry.add("ai/river", content)
    file = models / f"{digest.replace(':', '-')}.gguf"
    part = models / "parts" / f"{file.stem}.part"
    with (
        registry_beside(registry),
        runner_of(registry, tmp_path / "empty", home) as base,
        terminal(
            (sys.executable, "-m", "quayside", "--base", base, "--model", "ai/river"),
            tmp_path,
            home,
            size,
        ) as told,
    ):
        told.see("Ask something")
        told.press("F5")
        told.see("Runners and gateways", "llama.cpp running")
        told.press("p")
        told.see("Pull a model")
        told.type("ai/river")
        told.press("Enter")
        told.see_that(lambda screen: pulled_share(screen) >= 0.4)
        told.press("Escape")
        told.see("Stopped pulling ai/river")
        told.see_that(lambda _: names_in(part.parent) == [part.name])
        there = part.stat().st_size
        assert 0.4 * len(content) <= there < len(content)

        told.press("p")
        told.see("Pull a model")
        told.type("ai/river")
        told.press("Enter")
        told.see_that(lambda screen: pulled_share(screen) >= 0.4)
        told.see("Model pulled successfully")
        assert registry.starts == [None, there]
        assert f"sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}" == digest
        assert names_in(part.parent) == []
        told.press("l")
        told.see("1 in memory", "left")

        told.press("F2")
        told.type("Say hello to the harbour.")
        told.press("Enter")
        told.see("TTFT", seconds=60)
        told.press("Escape")
        told.lose("● streaming")

        told.press("F5")
        told.see("1 in memory")
        told.press("v")
        told.see("following", "quayside/")
        told.press("g", "Enter")
        told.see("harbour")
        told.press("Escape")
        told.lose("harbour")
        told.press("Escape")
        told.see("Runners and gateways")
        told.press("u")
        told.see("0 in memory")
        told.press("C-q")
        assert told.ended()
