import asyncio
import os
import sys
from pathlib import Path

import httpx
import pytest

from quayside.app.core.children import start_child
from quayside.app.core.embedded import engine_process
from quayside.app.core.embedded.engine_process import EngineFailed, EngineProcess, start_engine

HALF_A_LINE = """
import sys, time
from quayside.app.core.embedded.engine import announce
sys.stderr.write("half a line of log")
sys.stderr.flush()
announce()
time.sleep(60)
"""
PLAN = {"context": 64, "parallel": 1, "threads": 1, "mode": "completion"}


async def process(source: str, place: Path) -> EngineProcess:
    child = await start_child([sys.executable, "-c", source], os.environ)
    return EngineProcess(child, httpx.AsyncClient(), place)


async def test_ready_is_seen_also_when_the_log_stands_in_mid_line(tmp_path: Path):
    place = tmp_path / "engine.sock"
    place.touch()
    engine = await process(HALF_A_LINE, place)
    await asyncio.wait_for(engine.wait_ready(), 10)
    assert engine.running
    await engine.stop()
    assert not engine.running
    assert not place.exists()
    await engine.wait_ended()


async def test_an_engine_that_ends_before_it_is_ready_tells_its_last_words(tmp_path: Path):
    source = "print('loading'); print('x: failed to load model y'); raise SystemExit(7)"
    engine = await process(source, tmp_path / "none")
    with pytest.raises(EngineFailed) as caught:
        await engine.wait_ready()
    assert str(caught.value) == (
        "llama.cpp terminated unexpectedly: llama.cpp failed: x: failed to load model y"
        "\n\nVerbose output:\nloading\nx: failed to load model y"
    )
    await engine.stop()


async def test_a_crash_after_ready_is_seen(tmp_path: Path):
    source = HALF_A_LINE.replace("time.sleep(60)", "print('out of memory'); sys.exit(9)")
    engine = await process(source, tmp_path / "none")
    await engine.wait_ready()
    await asyncio.wait_for(engine.wait_ended(), 10)
    assert not engine.running
    assert "out of memory" in engine.last_words()
    await engine.stop()


async def test_a_real_llama_cpp_refuses_a_broken_model(tmp_path: Path):
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(EngineFailed, match=r"llama\.cpp failed: "):
        await start_engine({**PLAN, "model": str(broken)}, tmp_path / "e.sock", os.environ)


async def test_llama_cpps_threads_yield_unless_the_user_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    given: list[dict[str, str]] = []

    async def refuse(_command: list[str], environment: dict[str, str]) -> None:
        given.append(environment)
        raise OSError("no more processes")

    monkeypatch.setattr(engine_process, "start_child", refuse)
    for environment in ({}, {"OMP_WAIT_POLICY": "active"}):
        with pytest.raises(OSError, match="no more"):
            await start_engine({**PLAN, "model": "m"}, tmp_path / "e.sock", environment)
    assert [one["OMP_WAIT_POLICY"] for one in given] == ["passive", "active"]
