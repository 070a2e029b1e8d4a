import importlib.util
import json
import os
import socket
from pathlib import Path
from typing import Any

import pytest

from kit.embedded import write_gguf
from quayside.app.core.embedded.process import EmbeddedRunner, EngineOption, RunnerOptions
from quayside.app.core.embedded.start_failures import explain_end
from quayside.app.core.failures import Failure
from quayside.app.core.progress import Progress


async def start(runner: EmbeddedRunner, options: RunnerOptions) -> Progress | Failure:
    steps = [step async for step in runner.start(options)]
    return steps[-1]


def options(tmp_path: Path, **others: Any) -> RunnerOptions:
    return RunnerOptions(
        **{"port": 0, "model_files": (write_gguf(tmp_path / "own.gguf"),), **others}
    )


async def test_it_starts_tells_its_base_and_stops(tmp_path: Path):
    (tmp_path / "scratch").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "scratch")}
    runner = EmbeddedRunner(tmp_path, environment)
    last = await start(runner, options(tmp_path, engines=(EngineOption("fast"),)))
    assert isinstance(last, Progress)
    assert runner.base.startswith("http://127.0.0.1:")
    assert runner.base.endswith("/engines/llama.cpp")
    assert runner.model == "ai/own"
    port = int(runner.base.split(":")[2].partition("/")[0])
    with socket.create_connection(("127.0.0.1", port), 2) as connection:
        connection.sendall(b"GET /engines/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    assert "fast" in json.loads(answer.partition(b"\r\n\r\n")[2])
    await runner.stop()
    await runner.stop()
    assert runner.base == ""
    assert list((tmp_path / "scratch").iterdir()) == []
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), 2)


async def test_a_port_that_is_taken_is_a_failure_in_words(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        runner = EmbeddedRunner(tmp_path, os.environ)
        failure = await start(runner, options(tmp_path, port=port))
    assert isinstance(failure, Failure)
    assert failure.kind == "port-taken"
    assert str(port) in failure.tried
    assert runner.base == ""


async def test_a_file_that_is_no_model_is_a_failure_in_words(tmp_path: Path):
    broken = tmp_path / "broken.gguf"
    broken.write_text("no model")
    lines: list[str] = []
    runner = EmbeddedRunner(tmp_path, os.environ, on_line=lines.append)
    failure = await start(runner, RunnerOptions(port=0, model_files=(broken,)))
    assert isinstance(failure, Failure)
    assert failure.kind == "model-unreadable"
    assert "GGUF" in failure.seen


async def test_a_file_that_is_not_there_is_a_failure_in_words(tmp_path: Path):
    runner = EmbeddedRunner(tmp_path, os.environ)
    failure = await start(runner, RunnerOptions(model_files=(tmp_path / "missing.gguf",)))
    assert isinstance(failure, Failure)
    assert failure.kind == "model-unreadable"


async def test_without_the_extra_the_cure_is_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    failure = await start(EmbeddedRunner(tmp_path, os.environ), RunnerOptions())
    assert isinstance(failure, Failure)
    assert failure.kind == "embedded-missing"
    assert failure.command == "pip install 'quayside[embedded]'"


async def test_an_end_without_a_word_shows_status_and_lines(tmp_path: Path):
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(tmp_path)}
    (tmp_path / "uvicorn.py").write_text("raise SystemExit('broken install')")
    lines: list[str] = []
    runner = EmbeddedRunner(tmp_path, environment, on_line=lines.append)
    failure = await start(runner, options(tmp_path))
    assert isinstance(failure, Failure)
    assert failure.kind == "runner-not-started"
    assert "exit status 1\nbroken install" in failure.seen
    assert lines == ["broken install"]
    assert "a 'b c'" in explain_end(["a", "b c"], None, []).tried


async def test_without_a_port_it_takes_a_free_one(tmp_path: Path):
    runner = EmbeddedRunner(tmp_path, os.environ)
    other = EmbeddedRunner(tmp_path, os.environ)
    try:
        await start(runner, options(tmp_path, port=None))
        await start(other, options(tmp_path, port=None))
        assert runner.base
        assert other.base
        assert runner.base != other.base
    finally:
        await runner.stop()
        await other.stop()
