import asyncio
import json
import os
import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kit.embedded import FakeEngine, make_fake_runner, starter, write_gguf
from quayside.app.core.embedded import engine
from quayside.app.core.embedded.__main__ import listen, main
from quayside.app.core.embedded.catalogue import Catalogue
from quayside.app.core.embedded.configuration import Configuration
from quayside.app.core.embedded.engine_process import EngineFailed
from quayside.app.core.embedded.residents import EngineKey
from quayside.app.core.embedded.server import make_application
from quayside.app.core.embedded.state import make_runner
from quayside.app.core.embedded.store import read_model


def refusal(captured: pytest.CaptureFixture[str]) -> dict[str, str]:
    return json.loads(captured.readouterr().out)


def test_it_listens_on_loopback_alone_and_sends_without_delay():
    with listen(None) as listener, listen(None) as other:
        assert listener.getsockname()[0] == "127.0.0.1"
        assert listener.getsockname()[1] != other.getsockname()[1]
        # asyncio takes Nagle's delay off only where this is named.
        assert listener.proto == socket.IPPROTO_TCP


def test_a_taken_port_is_told_on_standard_output(capsys: pytest.CaptureFixture[str]):
    with listen(0) as taken:
        port = str(taken.getsockname()[1])
        assert main(["--cache", "/nowhere", "--port", port]) == 1
    assert refusal(capsys)["refused"] == "port-taken"


def test_a_broken_model_file_is_told_on_standard_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("signal.signal", lambda *_: None)
    broken = tmp_path / "broken.gguf"
    broken.write_text("no model")
    words = ["--cache", str(tmp_path), "--port", "0", "--model-file", str(broken)]
    assert main(words) == 1
    assert refusal(capsys)["refused"] == "model-unreadable"


async def test_the_server_tells_that_it_serves_and_ends_its_engines(tmp_path: Path):
    fake = FakeEngine()
    runner, _ = make_fake_runner(tmp_path, starter(fake))
    await runner.loader.acquire(EngineKey("llama.cpp", "any"), "any")
    told = asyncio.Event()
    events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    sent: list[str] = []

    async def send(message: Any) -> None:
        sent.append(message["type"])

    application = make_application(runner, told.set)
    serving = asyncio.create_task(application({"type": "lifespan"}, events.get, send))
    await events.put({"type": "lifespan.startup"})
    await asyncio.wait_for(told.wait(), 5)
    await events.put({"type": "lifespan.shutdown"})
    await asyncio.wait_for(serving, 5)
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert fake.stops == 1


async def test_a_load_is_narrated_and_its_failure_told(tmp_path: Path):
    lines: list[str] = []
    runner = make_runner(Catalogue(), tmp_path, tmp_path, os.environ, lines.append)
    model = read_model(write_gguf(tmp_path / "model.gguf"), "ai/small")
    runner.store.add(model)
    with pytest.raises(EngineFailed):
        await runner.loader.acquire(EngineKey("llama.cpp", model.identity), "small")
    assert lines == ["loading docker.io/ai/small:latest on llama.cpp"]
    assert runner.recorder.all()[0]["config"] == Configuration().to_json()


def test_a_plan_reaches_every_parameter_of_llama_cpp(monkeypatch: pytest.MonkeyPatch):
    parameters: Any = SimpleNamespace(
        model=SimpleNamespace(),
        cpuparams=SimpleNamespace(),
        cpuparams_batch=SimpleNamespace(),
        sampling=SimpleNamespace(),
    )
    served: list[Any] = []
    bindings = SimpleNamespace(CommonParams=lambda: parameters, Server=served.append)
    monkeypatch.setattr("importlib.import_module", lambda _name: bindings)
    monkeypatch.setattr("threading.Event", lambda: SimpleNamespace(wait=lambda: None))
    monkeypatch.setattr(engine, "announce", lambda: None)
    plan = {"model": "m", "context": 9, "parallel": 2, "threads": 3, "mode": "embedding"}
    more = {"port": 7, "batch": 5, "predict": 6, "seed": 4, "temp": 0.5}
    assert engine.main({**plan, **more}) == 0
    assert served == [parameters]
    assert (parameters.hostnames, parameters.port) == (["127.0.0.1"], 7)
    assert (parameters.n_ctx, parameters.n_parallel, parameters.n_batch) == (9, 2, 5)
    assert parameters.cpuparams.n_threads == parameters.cpuparams_batch.n_threads == 3
    assert parameters.embedding is True
    assert (parameters.sampling.seed, parameters.sampling.temp) == (4, 0.5)
    engine.main({**plan, "socket": "/s"})
    assert parameters.hostnames == ["/s"]
