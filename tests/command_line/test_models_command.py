import io
import json
import sys
from contextlib import asynccontextmanager

import pytest
from jsonschema import validate

from kit.embedded import FakeEngine, make_fake_runner, starter
from kit.staged import a_console
from quayside.app.command_line.arguments import read_arguments
from quayside.app.command_line.documents import schema
from quayside.app.command_line.models import Counter, serve
from quayside.app.command_line.problems import UsageError
from quayside.app.core.wire.address import parse_engine_base

CHAT = "/engines/llama.cpp/v1/chat/completions"
SMOLLM = "docker.io/ai/smollm2:latest"


class Bench:
    """A strict runner at which commands are given; what they say is read from here."""

    def __init__(self, client):
        self.client, self.status = client, 0
        self.out, self.err = io.StringIO(), io.StringIO()

    async def give(self, *words, environment=None):
        self.out, self.err = io.StringIO(), io.StringIO()
        address = parse_engine_base("http://runner")
        arguments, console = read_arguments(list(words)), a_console(self.out, self.err)
        counter = Counter(address, self.client, arguments, console, environment or {})
        self.status = await serve(counter)
        return self.out.getvalue() + self.err.getvalue()

    async def document(self, *words):
        await self.give(*words, "--json")
        return json.loads(self.out.getvalue())


@asynccontextmanager
async def bench(folder):
    _, client = make_fake_runner(folder, starter(FakeEngine()))
    async with client:
        yield Bench(client)


async def test_models_are_listed_in_a_table_and_in_a_document(tmp_path):
    async with bench(tmp_path) as at:
        head, row = (await at.give("models", "list")).splitlines()
        assert head.split() == ["model", "size", "quant", "params", "context", "engine", "state"]
        assert row.split()[0] == "smollm2"
        assert max(map(len, (head, row))) <= 80
        document = await at.document("models", "list")
        validate(document, schema("models"))
        assert document["models"][0]["name"] == SMOLLM


async def test_one_model_tells_all_that_its_file_says(tmp_path):
    async with bench(tmp_path) as at:
        assert "llama.context_length" in await at.give("models", "inspect", "ai/smollm2")
        document = await at.document("models", "inspect", "ai/smollm2")
        validate(document, schema("model"))
        assert document["metadata"]["general.architecture"] == "llama"


async def test_memory_is_told_with_how_long_a_model_stays(tmp_path):
    async with bench(tmp_path) as at:
        assert await at.give("ps") == "nothing is in memory\n"
        await at.give("models", "load", "ai/smollm2")
        said = await at.give("ps")
        assert "loaded" in said
        assert "leaves memory in" in said
        document = await at.document("ps")
        validate(document, schema("ps"))
        assert document["loaded"][0]["seconds_left"] is not None
        assert "1 of 1 left memory" in await at.give("models", "unload")
        assert await at.give("ps") == "nothing is in memory\n"


async def test_a_configuration_tells_what_it_replaces(tmp_path):
    async with bench(tmp_path) as at:
        configure = ("models", "configure", "ai/smollm2")
        await at.give(*configure, "--context", "2048", "--flag=--temp=0.2")
        said = await at.give(*configure, "--keep", "10m")
        assert "replaced: context 2048, --temp=0.2" in said
        assert "keep 10m" in said
        refused = await at.give(*configure, "--flag=--host=0")
        assert at.status == 1
        assert 'runtime flag "--host" is not allowed' in refused


async def test_what_is_there_already_is_not_pulled_again(tmp_path):
    async with bench(tmp_path) as at:
        assert "Using cached model" in await at.give("models", "pull", "ai/smollm2")
        said = await at.give("models", "pull", "ai/nothing-of-this-name")
        assert at.status == 1
        assert "there is no model ai/nothing-of-this-name" in said
        assert "401 Unauthorized" in said


async def test_a_model_is_removed_only_with_a_yes(tmp_path, monkeypatch):
    async with bench(tmp_path) as at:
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        with pytest.raises(UsageError, match="--yes"):
            await at.give("models", "rm", "ai/smollm2")
        assert "deleted sha256:" in await at.give("models", "rm", "ai/smollm2", "--yes")
        assert "no models" in await at.give("models", "list")
        await at.give("models", "rm", "ai/smollm2", "--yes")
        assert at.status == 1
