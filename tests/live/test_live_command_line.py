import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

import pytest
from jsonschema import validate

from kit.live_proxy import LiveProxy
from kit.live_runner import LiveRunner
from quayside.app.command_line.documents import schema

pytestmark = pytest.mark.live
QUAYSIDE = [sys.executable, "-m", "quayside"]
PATIENCE = 300


def quayside(home: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*QUAYSIDE, *arguments],
        env=home,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def _heed_interrupts() -> None:
    # A shell starts what it puts in the background with SIGINT ignored, and that is inherited.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def started(home: dict[str, str], *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [*QUAYSIDE, *arguments],
        env=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        bufsize=1,
        preexec_fn=_heed_interrupts,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_chat_on_a_demo_streams_to_a_pipe(embedded_runner: LiveRunner, home) -> None:
    ended = quayside(home, "chat", "Why is the sky blue?", "--demo", "--max-tokens", "24")
    assert ended.returncode == 0, ended.stderr
    assert len(ended.stdout.split()) > 5
    assert "tok/s (server)" in ended.stderr


def test_chat_gives_one_document(embedded_runner: LiveRunner, home) -> None:
    base = embedded_runner.base
    ended = quayside(home, "chat", "Say hi.", "--base", base, "--max-tokens", "8", "--json")
    assert ended.returncode == 0, ended.stderr
    document = json.loads(ended.stdout)
    validate(document, schema("chat"))
    assert document["timings"]["predicted_n"] <= 8
    assert document["ttft_seconds"] > 0


def test_compare_on_a_demo_says_the_same_through_both_paths(litellm_proxy: LiveProxy, home) -> None:
    lanes = ("--lane", "sdk:ai/smollm2", "--lane", "proxy:ai/smollm2")
    ended = quayside(
        home, "compare", "Name three rivers.", "--demo", *lanes, "--max-tokens", "32", "--json"
    )
    assert ended.returncode == 0, ended.stderr
    document = json.loads(ended.stdout)
    validate(document, schema("comparison"))
    (pair,) = document["derived"]["agreements"]
    assert pair["text"]["equal"], pair
    measured = [one for one in document["samples"] if one["place"]["kind"] == "measured"]
    direct, through = sorted(measured, key=lambda one: one["place"]["lane"])
    assert direct["answer"]["text"]
    for sample in (direct, through):
        assert 0 < sample["timings"]["predicted_n"] <= 32
        assert sample["marks"]["first_content"] > 0
    assert any(name.startswith("x-litellm-") for name in through["wire"]["headers"])


def test_an_interrupt_is_130_and_the_engine_stops(embedded_runner: LiveRunner, home) -> None:
    story = ("chat", "Tell a very long story.", "--base", embedded_runner.base, "--seed", "1")
    with started(home, *story, "--temperature", "1.5") as process:
        assert process.stdout is not None
        assert process.stdout.read(1)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert "Traceback" not in process.stderr.read() if process.stderr else True
    assert not _in_use(embedded_runner)


def _in_use(runner: LiveRunner) -> bool:
    # The next request is served by a free engine, so a busy one would hold it up.
    with urlopen(f"{runner.origin}/engines/ps", timeout=10) as answer:
        return any(entry.get("in_use") for entry in json.load(answer))


def test_a_runner_serves_in_the_foreground_until_it_is_interrupted(home) -> None:
    with started(home, "runner", "--engine", "one:threads=1") as process:
        assert process.stdout is not None
        base = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/engines/llama\.cpp", base)
        doctor = quayside(home, "doctor", "--base", base, "--json")
        fast = base.replace("llama.cpp", "one")
        answer = quayside(home, "chat", "Say hi.", "--base", fast, "--max-tokens", "4")
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
    findings = {one["check"]: one for one in json.loads(doctor.stdout)["findings"]}
    validate(json.loads(doctor.stdout), schema("doctor"))
    assert any("add /v1" in one["summary"] for one in findings.values())
    assert answer.returncode == 0, answer.stderr


def test_a_lane_without_a_runner_is_1_with_a_cure_while_the_other_answers(
    embedded_runner: LiveRunner, home
) -> None:
    lanes = ("--lane", f"sdk:ai/smollm2@{embedded_runner.base}?max_tokens=4")
    gone = ("--lane", "sdk:ai/smollm2@http://127.0.0.1:9/engines/llama.cpp")
    ended = quayside(home, "compare", "Say hi.", *lanes, *gone, "--json")
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    samples = json.loads(ended.stdout)["samples"]
    alive, dead = ([one for one in samples if one["place"]["lane"] == lane] for lane in (0, 1))
    assert all(one["answer"]["text"] for one in alive)
    assert all(one["failure"]["cure"] for one in dead)


def test_a_healthy_demo_has_nothing_to_note(home) -> None:
    ended = quayside(home, "doctor", "--demo", "--json")
    assert ended.returncode == 0, ended.stderr
    findings = {one["check"]: one["status"] for one in json.loads(ended.stdout)["findings"]}
    assert set(findings.values()) <= {"pass", "skip"}, findings
    assert findings["litellm.request"] == "pass"
