"""Every snippet is run as it stands, by the program that it is for."""

import asyncio
import os
import shutil
import subprocess
from contextlib import aclosing
from itertools import product
from pathlib import Path as File
from typing import Any

import pytest

from kit.answers_read import text_of_answer
from kit.live_proxy import LiveProxy
from quayside.app.core.failures import Failure
from quayside.app.core.gateway.process import LiteLLMProxy
from quayside.app.core.lanes import Lane, Message, Path
from quayside.app.core.secret import Secret
from quayside.app.core.snippets.snippet import Form, snippet
from quayside.app.core.wire.client import EngineClient
from quayside.app.core.wire.outcome import collect

pytestmark = pytest.mark.live

MESSAGES: list[Message] = [
    {"role": "system", "content": 'You\'re brief; `$HOME` and "quotes" mean nothing to you.'},
    {"role": "user", "content": "Name three rivers.\nEND_OF_BODY\n"},
]
STEADY: dict[str, Any] = {"temperature": 0, "seed": 1, "max_tokens": 16, "cache_prompt": False}
KEY = "sk-of-the-engine-alone"
PATHS = (Path.SDK, Path.PROXY, Path.LITELLM)
END = "<<end>>"
RUN_ALL = f"""
import runpy, sys
for file in sys.argv[1:]:
    runpy.run_path(file)
    print({END!r}, end="")
"""


def lane_of(proxy: LiveProxy, path: Path, stream: bool) -> Lane:
    if path is Path.PROXY:
        given = {name: value for name, value in STEADY.items() if name != "cache_prompt"}
        return Lane(path, "smollm2", proxy.base, proxy.key, given, stream)
    base = f"{proxy.runner.base}/v1" if path is Path.LITELLM else proxy.runner.base
    return Lane(path, "ai/smollm2", base, Secret(KEY), STEADY, stream)


async def said_by_quayside(lane: Lane) -> str:
    client = EngineClient()
    try:
        reply = await collect(client, lane, MESSAGES)
    finally:
        await client.close()
    assert reply.tally.failure is None
    return reply.tally.text


def run(command: list[str], proxy: LiveProxy, text: str = "") -> str:
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment |= {"DOCKER_MODEL_RUNNER_API_KEY": KEY}
    environment |= {"LITELLM_PROXY_API_KEY": proxy.key.reveal(), "NO_PROXY": "127.0.0.1,localhost"}
    done = subprocess.run(
        command, env=environment, input=text, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("form", [Form.OPENAI, Form.LITELLM])
def test_a_python_snippet_says_what_the_lane_says(
    litellm_proxy: LiveProxy, form: Form, tmp_path: File
) -> None:
    # Run by one interpreter after the other: LiteLLM alone takes seconds to import.
    files, expected = [], []
    for number, (path, stream) in enumerate(product(PATHS, (True, False))):
        lane = lane_of(litellm_proxy, path, stream)
        expected.append(asyncio.run(said_by_quayside(lane)))
        files.append(tmp_path / f"{number}.py")
        files[-1].write_text(snippet(form, lane, MESSAGES).text)
    # LiteLLM's own environment holds OpenAI's SDK too.
    python = str(litellm_proxy.install.python)
    said = run([python, "-I", "-c", RUN_ALL, *map(str, files)], litellm_proxy)
    assert [one.rstrip("\n") for one in said.split(END)[:-1]] == expected
    assert all(expected)


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
@pytest.mark.parametrize("stream", [True, False], ids=["streaming", "whole"])
@pytest.mark.parametrize("path", PATHS)
def test_a_shell_snippet_says_what_the_lane_says(
    litellm_proxy: LiveProxy, path: Path, stream: bool
) -> None:
    lane = lane_of(litellm_proxy, path, stream)
    expected = asyncio.run(said_by_quayside(lane))
    said = run(["sh"], litellm_proxy, snippet(Form.CURL, lane, MESSAGES).text)
    assert text_of_answer(said) == expected != ""


def test_a_proxy_starts_on_the_configuration_and_says_the_same(
    litellm_proxy: LiveProxy, tmp_path: File
) -> None:
    lane = lane_of(litellm_proxy, Path.SDK, stream=True)
    expected = asyncio.run(said_by_quayside(lane))
    file = tmp_path / "config.yaml"
    file.write_text(snippet(Form.CONFIG, lane, MESSAGES).text)
    assert asyncio.run(said_through(file, litellm_proxy)) == expected != ""


async def said_through(file: File, proxy: LiveProxy) -> str:
    started = LiteLLMProxy({**os.environ, "DOCKER_MODEL_RUNNER_API_KEY": KEY})
    try:
        async with aclosing(started.start(proxy.install, config_path=file)) as steps:
            async for step in steps:
                assert not isinstance(step, Failure), step.seen
        given = {name: value for name, value in STEADY.items() if name != "cache_prompt"}
        return await said_by_quayside(Lane(Path.PROXY, "smollm2", started.base, started.key, given))
    finally:
        await started.stop()
