import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import validate

from kit.live_runner import LiveRunner
from kit.processes import gone_within
from quayside.app.command_line.documents import schema

pytestmark = [pytest.mark.live, pytest.mark.usefixtures("litellm_install")]
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
KEY = "sk-very-secret-of-this-test"


def quayside(home: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "quayside", *arguments],
        env=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        bufsize=1,
    )


def descendants(process: int) -> list[int]:
    text = Path(f"/proc/{process}/task/{process}/children").read_text()
    children = [int(word) for word in text.split()]
    return [*children, *(one for child in children for one in descendants(child))]


def test_a_demo_answers_by_litellm_itself_in_one_document(home) -> None:
    lane = ("--lane", "litellm:ai/smollm2", "--max-tokens", "8", "--temperature", "0")
    with quayside(home, "chat", "Name three rivers.", "--demo", *lane, "--json") as process:
        said, narrated = process.communicate(timeout=300)
    assert process.returncode == 0, narrated
    document = json.loads(said)
    validate(document, schema("chat"))
    assert document["lane"]["path"] == "litellm"
    assert document["lane"]["base"].endswith("/v1")
    assert document["timings"]["predicted_n"] == 8


@ON_LINUX
def test_the_key_is_in_no_argument_and_in_no_output(embedded_runner: LiveRunner, home) -> None:
    lane = ("--lane", f"litellm:ai/smollm2@{embedded_runner.base}/v1")
    home = {**home, "QUAYSIDE_KEY": KEY}
    with quayside(home, "chat", "Tell a story.", *lane, "--max-tokens", "64", "--json") as process:
        seen = set[str]()
        while process.poll() is None:
            seen |= _arguments_of(process.pid)
        said, narrated = process.communicate()
    assert process.returncode == 0, narrated
    assert any("sdk_worker.py" in arguments for arguments in seen)
    assert KEY not in said + narrated + "".join(seen)


def _arguments_of(process: int) -> set[str]:
    found = set[str]()
    for one in [process, *_quietly(process)]:
        try:
            found.add(Path(f"/proc/{one}/cmdline").read_text())
        except OSError:
            continue
    return found


def _quietly(process: int) -> list[int]:
    try:
        return descendants(process)
    except OSError:
        return []


@ON_LINUX
def test_litellm_ends_with_a_quayside_that_is_killed(embedded_runner: LiveRunner, home) -> None:
    lane = ("--lane", f"litellm:ai/smollm2@{embedded_runner.base}/v1?ignore_eos=true")
    with quayside(home, "chat", "Tell a story.", *lane, "--max-tokens", "3000") as process:
        assert process.stdout is not None
        assert process.stdout.read(1)
        workers = descendants(process.pid)
        assert workers
        os.kill(process.pid, signal.SIGKILL)
    assert gone_within(workers, 9)
