import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from kit.embedded import FakeEngine, make_fake_runner, starter
from kit.registry import CONFIG, Registry
from quayside.app.core.embedded.registry.pulled import PulledModels
from quayside.app.core.failures import Failure
from quayside.app.core.runner.pull_failures import is_passing, late_failure, refused

JSON = {"accept": "application/json"}


@pytest.fixture
def client(registry: Registry, tmp_path: Path) -> httpx.AsyncClient:
    return make_fake_runner(tmp_path, starter(FakeEngine()), registry=registry.url)[1]


async def pull(client: httpx.AsyncClient, name: str = "ai/river") -> httpx.Response:
    return await client.post("/models/create", json={"from": name}, headers=JSON)


async def names(client: httpx.AsyncClient) -> list[list[str]]:
    return [model["tags"] for model in (await client.get("/models")).json()]


async def test_a_pull_tells_of_its_layer_as_the_real_runner_does(
    client: httpx.AsyncClient, content: bytes
):
    answer = await pull(client)
    *lines, last = [json.loads(line) for line in answer.text.splitlines()]
    digest = (await client.get("/models")).json()[-1]["id"]
    assert lines[-1] == {
        "type": "progress",
        "message": f"Downloaded: {len(content) / (1 << 20):.2f} MB",
        "total": len(content),
        "layer": {"id": digest, "size": len(content), "current": len(content)},
        "mode": "pull",
    }
    assert (last["type"], last["message"]) == ("success", "Model pulled successfully")
    assert (await names(client))[-1] == ["docker.io/ai/river:latest"]


async def test_a_resumed_pull_counts_what_was_there_in_its_first_line(
    registry: Registry, client: httpx.AsyncClient
):
    registry.cuts = [100_000]
    broken = (await pull(client)).text.splitlines()
    failure = late_failure("ai/river", "u", [json.loads(broken[-2])["message"], broken[-1]])
    assert is_passing(failure)
    first = json.loads((await pull(client)).text.splitlines()[0])
    assert first["layer"]["current"] == 100_000


@pytest.mark.parametrize(
    ("answered", "status", "text"),
    [
        (401, 401, "Unauthorized\n"),
        (403, 401, "Unauthorized\n"),
        (404, 404, "Model not found\n"),
    ],
)
async def test_what_the_registry_does_not_give_is_refused_as_by_the_real_runner(
    registry: Registry, client: httpx.AsyncClient, answered: int, status: int, text: str
):
    registry.statuses["manifests"] = answered
    answer = await pull(client)
    assert (answer.status_code, answer.text) == (status, text)


@pytest.mark.parametrize("answered", [429, 502, 503, 504])
async def test_a_registry_that_is_not_ready_is_asked_again_by_our_client(
    registry: Registry, client: httpx.AsyncClient, answered: int
):
    registry.statuses["manifests"] = answered
    answer = await pull(client)
    assert answer.status_code == 500
    failure = refused("ai/river", "u", answer.status_code, answer.content)
    assert isinstance(failure, Failure)
    assert is_passing(failure)


@pytest.mark.parametrize("name", ["ai/river", "ai/river:none", "hf.co/user/river", "localhost:5/x"])
async def test_every_name_is_asked_for_at_the_registry(
    registry: Registry, client: httpx.AsyncClient, name: str
):
    answer = await pull(client, name)
    assert len(registry.asked) >= 1
    assert answer.status_code == (200 if name == "ai/river" else 404)


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "a b",
        "../../x",
        "ai/../x",
        "ai//x",
        "ai/x?y",
        "ai/x#y",
        "ai/x:%2e",
        "ai/é",
        "ab" * 6,
        "ai/" + "x" * 300,
    ],
)
async def test_a_name_that_no_registry_has_is_not_asked_for(
    registry: Registry, client: httpx.AsyncClient, name: str
):
    answer = await pull(client, name)
    assert (answer.status_code, answer.text) == (400, "Invalid model reference\n")
    assert registry.asked == []


@pytest.mark.parametrize(
    ("lie", "status", "words"),
    [
        (lambda _: b"{", 500, "no JSON"),
        (lambda _: b"[" * 100_000, 500, "no JSON"),
        (lambda _: [], 500, "lacks an object"),
        (lambda manifest: {**manifest, "layers": {}}, 500, "no list of layers"),
        (lambda _: b" " * (4 << 20) + b"{}", 500, "more than"),
        (lambda manifest: {**manifest, "layers": manifest["layers"][:1]}, 422, "no layer"),
        (lambda manifest: {**manifest, "layers": manifest["layers"] * 2}, 422, "2 layers"),
        (lambda manifest: {**manifest, "config": {"mediaType": "x"}}, 422, CONFIG),
        (lambda manifest: {**manifest, "config": {}}, 422, "config type null is not supported"),
    ],
)
async def test_a_manifest_that_cannot_be_used_is_refused_in_words(
    registry: Registry, client: httpx.AsyncClient, lie: Any, status: int, words: str
):
    registry.lie_of_manifest = lie
    answer = await pull(client)
    assert answer.status_code == status
    assert words in answer.text
    assert registry.starts == []


async def test_a_third_pull_waits_until_one_of_two_has_ended(
    registry: Registry, client: httpx.AsyncClient, content: bytes
):
    two_begun = asyncio.Event()

    async def pace(_size: int) -> None:
        if len(registry.starts) == 2:
            two_begun.set()
        await two_begun.wait()

    registry.pace = pace
    for name in ("lake", "sea"):
        registry.add(f"ai/{name}", content + name.encode())
    answers = await asyncio.gather(*(pull(client, f"ai/{one}") for one in ("river", "lake", "sea")))
    assert all("Model pulled successfully" in answer.text for answer in answers)
    kinds = [one.is_of_blob for one in registry.asked]
    assert sorted(kinds[:4]) == [False, False, True, True]
    assert kinds[4:] == [False, True]


async def test_a_model_that_is_here_as_the_registry_has_it_is_not_fetched_again(
    registry: Registry, client: httpx.AsyncClient
):
    await pull(client)
    assert "Using cached model" in (await pull(client)).text
    assert len(registry.starts) == 1


async def test_a_given_file_of_that_name_is_not_asked_for(
    registry: Registry, client: httpx.AsyncClient
):
    assert "Using cached model" in (await pull(client, "smollm2")).text
    assert registry.asked == []


async def test_a_pulled_model_is_found_again_under_all_its_names_and_goes_when_deleted(
    client: httpx.AsyncClient, tmp_path: Path
):
    await pull(client)
    await client.post("/models/ai/river/tag?repo=ai/stream&tag=v1")
    models = PulledModels(tmp_path / "models")
    (model,) = models.read()
    assert model.tags == ("docker.io/ai/river:latest", "docker.io/ai/stream:v1")
    await client.delete("/models/ai/river")
    assert models.read()[0].tags == ("docker.io/ai/stream:v1",)
    assert model.path.exists()
    await client.delete("/models/ai/stream:v1")
    assert models.read() == []
    assert not model.path.exists()
    assert (tmp_path / "model.gguf").exists()
