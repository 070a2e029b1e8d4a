import os
from pathlib import Path

import httpx
import pytest

from kit.embedded import write_gguf
from quayside.app.core.embedded.options import parse_registry
from quayside.app.core.embedded.process import EmbeddedRunner, RunnerOptions
from quayside.app.core.embedded.registry.pulled import PulledModels
from quayside.app.core.progress import Progress
from quayside.app.core.wire.origin import AddressError

DIGEST = "sha256:" + "a" * 64
SILENT = "http://127.0.0.1:9"


async def models_of(folder: Path, options: RunnerOptions) -> tuple[str, list[list[str]]]:
    runner = EmbeddedRunner(folder, os.environ)
    steps = [step async for step in runner.start(options)]
    assert isinstance(steps[-1], Progress), steps
    try:
        origin = runner.base.removesuffix("/engines/llama.cpp")
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(f"{origin}/models")
        return runner.model, [model["tags"] for model in answer.json()]
    finally:
        await runner.stop()


async def test_with_a_registry_nothing_is_fetched_at_the_start(tmp_path: Path):
    options = RunnerOptions(port=0, registry=SILENT)
    assert await models_of(tmp_path / "cache", options) == ("ai/smollm2", [])
    assert not (tmp_path / "cache").exists()


async def test_what_was_pulled_earlier_is_served_at_the_next_start(tmp_path: Path):
    models = tmp_path / "models"
    models.mkdir()
    write_gguf(models / f"{DIGEST.replace(':', '-')}.gguf")
    pulled = PulledModels(models)
    pulled.keep(pulled.describe(DIGEST, ["ai/river"]))
    name, tags = await models_of(tmp_path, RunnerOptions(port=0, registry=SILENT))
    assert name == "river"
    assert tags == [["docker.io/ai/river:latest"]]


async def test_it_is_served_beside_a_given_file_and_without_the_registry(tmp_path: Path):
    models = tmp_path / "models"
    models.mkdir()
    write_gguf(models / f"{DIGEST.replace(':', '-')}.gguf")
    pulled = PulledModels(models)
    pulled.keep(pulled.describe(DIGEST, ["ai/river"]))
    own = write_gguf(tmp_path / "own.gguf")
    name, tags = await models_of(tmp_path, RunnerOptions(port=0, model_files=(own,)))
    assert name == "ai/own"
    assert tags == [["docker.io/ai/river:latest"], ["docker.io/ai/own:latest"]]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://localhost:5000", "http://localhost:5000"),
        ("localhost:5000/", "http://localhost:5000"),
        ("https://models.example/v2/", "https://models.example"),
        ("https://models.example/mirror/v2", "https://models.example/mirror"),
    ],
)
def test_the_url_of_a_registry_is_read(text: str, url: str):
    assert parse_registry(text) == url


@pytest.mark.parametrize(
    "text", ["", "ftp://x", "unix:///x.sock", "http://me:secret@x", "http://x?a=b", "http://"]
)
def test_a_url_that_is_no_registrys_is_refused(text: str):
    with pytest.raises(AddressError) as caught:
        parse_registry(text)
    assert "secret" not in str(caught.value)
