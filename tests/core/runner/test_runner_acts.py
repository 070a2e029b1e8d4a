from contextlib import asynccontextmanager

import httpx
import pytest

from kit.embedded import FakeEngine, make_fake_runner, starter
from quayside.app.core.embedded.store import read_model
from quayside.app.core.runner.engine_control import Configured, EngineControl
from quayside.app.core.runner.failing import RunnerApiError
from quayside.app.core.runner.model_store import ModelStore, Removed
from quayside.app.core.wire.address import parse_engine_base

ADDRESS = parse_engine_base("http://runner")
SMOLLM = "docker.io/ai/smollm2:latest"


@asynccontextmanager
async def acts(folder):
    """A strict runner with one model, its store and its engines."""
    runner, client = make_fake_runner(folder, starter(FakeEngine()))
    async with client:
        yield runner, ModelStore(ADDRESS, client), EngineControl(ADDRESS, client)


@asynccontextmanager
async def answering(status, body):
    def answer(_request):
        return httpx.Response(status, text=body)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        yield ModelStore(ADDRESS, client), EngineControl(ADDRESS, client)


async def failure_of(deed):
    with pytest.raises(RunnerApiError) as caught:
        await deed
    return caught.value.failure


async def test_a_model_tells_what_its_file_says_of_itself(tmp_path):
    async with acts(tmp_path) as (_, store, _engines):
        details = await store.details("smollm2")
        assert details.entry.name == SMOLLM
        assert details.metadata["general.architecture"] == "llama"
        assert details.metadata["llama.context_length"] == "8192"


async def test_a_part_of_a_name_is_not_the_name(tmp_path):
    async with acts(tmp_path) as (_, store, _engines):
        failure = await failure_of(store.details("ai/smol"))
        assert failure.kind == "model-unknown"
        assert failure.command == "quayside models pull ai/smol"


async def test_room_on_the_disk_is_told_in_bytes(tmp_path):
    async with acts(tmp_path) as (_, store, _engines):
        used = await store.disk()
        assert used.models == (tmp_path / "model.gguf").stat().st_size


async def test_a_removed_model_is_gone_by_all_its_names(tmp_path):
    async with acts(tmp_path) as (runner, store, _engines):
        identity = runner.store.all()[0].identity
        assert await store.remove("ai/smollm2") == Removed((SMOLLM,), (identity,))
        assert (await failure_of(store.remove("ai/smollm2"))).kind == "model-unknown"


async def test_a_name_of_several_is_taken_away_and_the_model_stays(tmp_path):
    async with acts(tmp_path) as (runner, store, _):
        told = await store.post("/models/ai/smollm2/tag?repo=me/small&tag=mine", {})
        assert told.status == 201
        assert (await store.details("me/small:mine")).entry.name == SMOLLM
        assert await store.remove("me/small:mine") == Removed(("docker.io/me/small:mine",), ())
        assert len(runner.store.all()) == 1
        assert await store.remove("ai/smollm2") == Removed((SMOLLM,), (runner_id(tmp_path),))


def runner_id(folder):
    return read_model(folder / "model.gguf", "x").identity


async def test_a_model_with_several_names_goes_by_its_id_only_by_force(tmp_path):
    async with acts(tmp_path) as (runner, store, _):
        await store.post("/models/ai/smollm2/tag?repo=me/small&tag=mine", {})
        identity = runner.store.all()[0].identity
        failure = await failure_of(store.remove(identity))
        assert failure.kind == "model-has-tags"
        assert failure.command == f"quayside models rm --force {identity}"
        assert "(must be forced) due to multiple tag references" in failure.seen
        removed = await store.remove(identity, force=True)
        assert removed == Removed((SMOLLM, "docker.io/me/small:mine"), (identity,))


async def test_a_configuration_is_in_force_whole_and_replaces_the_one_before(tmp_path):
    async with acts(tmp_path) as (_, _store, engines):
        assert await engines.configurations() == []
        first = Configured(model="ai/smollm2", context_size=2048, flags=("--temp", "0.2"))
        await engines.configure(first)
        (told,) = await engines.configurations("smollm2")
        assert (told.engine, told.model, told.mode) == ("llama.cpp", SMOLLM, "completion")
        assert told.words == "context 2048, --temp 0.2"
        await engines.configure(Configured(model="ai/smollm2", keep_alive="10m"))
        (told,) = await engines.configurations()
        assert told.words == "keep 10m0s"


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [
        (Configured(model="ai/smollm2", flags=("--host", "0")), "flag-refused"),
        (Configured(model="ai/smollm2", flags=("--seed", "/etc")), "flag-refused"),
        (Configured(model="ai/smollm2", keep_alive="soon"), "keep-alive-refused"),
        (Configured(model="ai/smollm2", engine="custom"), "engine-unknown"),
    ],
)
async def test_a_configuration_that_is_refused_says_what_is_wrong_with_it(tmp_path, wanted, kind):
    async with acts(tmp_path) as (_, _store, engines):
        failure = await failure_of(engines.configure(wanted))
        assert failure.kind == kind
        assert failure.tried.startswith("POST http://runner/engines")


async def test_a_model_that_answers_cannot_be_configured():
    async with answering(409, "runner already active\n") as (_, engines):
        failure = await failure_of(engines.configure(Configured(model="ai/x")))
        assert (failure.kind, failure.summary) == (
            "model-in-use",
            "ai/x answers just now, and cannot be configured",
        )


async def test_an_engine_that_cannot_be_installed_is_told_in_the_runners_words(tmp_path):
    async with acts(tmp_path) as (_, _store, engines):
        failure = await failure_of(engines.install("mlx"))
        assert "backend installation failed" in failure.seen
        assert (await failure_of(engines.install("custom"))).kind == "engine-unknown"
