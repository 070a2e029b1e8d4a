"""Any OpenAI-compatible server is an engine: here llama.cpp's own, without a runner around it."""

import json
import os
import shutil
import socket
import subprocess
import sys

import pytest

from kit.live_runner import LiveRunner, model_cache
from kit.tmux import terminal
from quayside.app.core.embedded.engine import READY
from quayside.app.core.embedded.pull import model_path

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def base(embedded_runner: LiveRunner):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    plan = {"model": str(model_path(model_cache())), "port": port, "context": 2048}
    plan |= {"parallel": 2, "threads": 1, "mode": "completion"}
    command = [sys.executable, "-P", "-m", "quayside.app.core.embedded.engine", json.dumps(plan)]
    environment = {"OMP_WAIT_POLICY": "passive", **os.environ}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as engine:
        try:
            assert any(line.strip() == READY for line in engine.stdout)
            yield f"http://127.0.0.1:{port}"
        finally:
            engine.terminate()


def quayside(home, *words):
    command = [sys.executable, "-m", "quayside", *words]
    return subprocess.run(command, env=home, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("path", ["/v1", "/v1/"])
def test_it_is_asked_streaming_and_whole_and_says_the_same(base, home, path) -> None:
    lane = f"some-name@{base}{path}?max_tokens=8&temperature=0"
    words = ("chat", "Name a river.", "--lane", lane)
    asked = [quayside(home, *words, *more) for more in ((), ("--no-stream",))]
    assert [done.returncode for done in asked] == [0, 0]
    assert asked[0].stdout == asked[1].stdout != ""


def test_its_models_are_listed_and_it_is_told_to_be_no_runner(base, home) -> None:
    listed = quayside(home, "models", "list", "--base", base)
    assert listed.returncode == 0
    assert "SmolLM2-135M-Instruct" in listed.stdout
    assert "is no runner" in listed.stderr
    refused = quayside(home, "models", "load", "x", "--base", f"{base}/v1")
    assert refused.returncode == 1
    assert "llama.cpp's server on" in refused.stderr
    assert "is no Docker Model Runner" in refused.stderr


def test_the_doctor_finds_nothing_broken(base, home) -> None:
    done = quayside(home, "doctor", "--json", "--lane", f"some-name@{base}/v1")
    assert done.returncode == 0
    findings = json.loads(done.stdout)["findings"]
    assert not [one["check"] for one in findings if one["status"] == "fail"]


@pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")
def test_it_stands_among_the_servers_by_its_name_and_a_key_opens_a_lane(
    base, home, tmp_path
) -> None:
    folder = tmp_path / ".config" / "quayside"
    folder.mkdir(parents=True)
    text = f"profiles:\n  box:\n    base: {base}/v1\nlanes: ['some-name@box?max_tokens=8']\n"
    (folder / "config.yaml").write_text(text)
    with terminal((sys.executable, "-m", "quayside"), tmp_path, home, "100x30") as told:
        told.see("○ ready")
        told.press("F5")
        told.see("● box · 127.0.0.1", "llama.cpp's server", "SmolLM2-135")
        told.press("o")
        told.see("○ ready", times=2)
        told.type("Name a river.")
        told.press("Enter")
        told.see("✓ done", times=2, seconds=60)
