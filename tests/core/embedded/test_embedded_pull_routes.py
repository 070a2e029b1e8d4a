import html
import json
import os
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx
import pytest

from kit.embedded import FakeEngine, make_fake_runner, starter
from quayside.app.core.embedded import pull_routes
from quayside.app.core.failures import Failure
from quayside.app.core.progress import Progress

JSON = {"accept": "application/json"}
BROKEN = Failure(
    kind="pull-no-network", summary="No <network>.", tried="t", seen="seen", cause="c", cure="c"
)


@pytest.fixture
async def client(tmp_path: Path) -> httpx.AsyncClient:
    client = make_fake_runner(tmp_path, starter(FakeEngine()))[1]
    await client.delete("/models/smollm2")
    return client


def pull_that_gives(monkeypatch: pytest.MonkeyPatch, *steps: Progress | Failure) -> None:
    async def ensure_model(*_: Any) -> AsyncGenerator[Progress | Failure]:
        for step in steps:
            yield step

    monkeypatch.setattr(pull_routes, "ensure_model", ensure_model)


async def test_a_pull_streams_its_progress_and_its_success(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    pull_that_gives(monkeypatch, Progress("model", "…", 12 << 20, 90 << 20, "bytes"))
    answer = await client.post("/models/create", json={"from": "ai/smollm2"}, headers=JSON)
    first, last = (json.loads(line) for line in answer.text.splitlines())
    assert first["type"] == "progress"
    assert first["message"] == "Downloaded: 12.00 MB"
    assert first["total"] == first["layer"]["size"] == 90 << 20
    assert first["layer"]["current"] == 12 << 20
    assert (last["type"], last["message"]) == ("success", "Model pulled successfully")


async def test_a_late_failure_is_a_line_of_json_and_a_bare_line_of_text(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    pull_that_gives(monkeypatch, BROKEN)
    answer = await client.post("/models/create", json={"from": "smollm2"}, headers=JSON)
    first, bare = answer.text.splitlines()
    assert json.loads(first)["message"] == "Error: No <network>. seen"
    assert bare == "error while pulling model: No <network>."
    assert answer.status_code == 200


async def test_without_the_exact_accept_header_the_lines_are_escaped(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    pull_that_gives(monkeypatch, BROKEN)
    answer = await client.post("/models/create", json={"from": "smollm2"})
    first = answer.text.splitlines()[0]
    assert first.startswith("{&#34;type&#34;:&#34;error&#34;")
    assert json.loads(html.unescape(first))["message"] == "Error: No <network>. seen"


async def test_a_pulled_model_is_offered_at_once(
    tmp_path: Path, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    pull_that_gives(monkeypatch)
    await client.post("/models/create", json={"from": "smollm2"}, headers=JSON)
    assert (await client.get("/models")).json() == []
    # The size stands for the content: only a checked file gets this name.
    path = tmp_path / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"
    path.parent.mkdir()
    path.write_bytes((tmp_path / "model.gguf").read_bytes())
    os.truncate(path, 98_362_432)
    await client.post("/models/create", json={"from": "smollm2"}, headers=JSON)
    assert [model["tags"] for model in (await client.get("/models")).json()] == [
        ["docker.io/ai/smollm2:latest"]
    ]
    await client.delete("/models/smollm2")
    assert not path.exists()
