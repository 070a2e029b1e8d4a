import asyncio
import io
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from jsonschema import validate

from kit.scripted import a_failure
from kit.staged import Staged, a_console
from quayside.app.command_line import litellm
from quayside.app.command_line.arguments import read_arguments
from quayside.app.command_line.composition import Composition
from quayside.app.command_line.config import show
from quayside.app.command_line.documents import SCHEMAS, schema
from quayside.app.command_line.problems import UsageError
from quayside.app.command_line.runner import serve
from quayside.app.command_line.workbench import first_lanes, kit_for
from quayside.app.core.embedded.process import EmbeddedRunner
from quayside.app.core.failures import Failure
from quayside.app.core.gateway.environment import (
    LiteLLMInstall,
    LiteLLMStatus,
    MadeState,
    Refusal,
)
from quayside.app.core.lanes import LaneText
from quayside.app.core.lanes import Path as LanePath
from quayside.app.core.progress import Progress
from quayside.app.core.settings_loading import load_settings


def test_settings_are_shown_with_their_sources_and_without_keys() -> None:
    out = io.StringIO()
    environment = {"QUAYSIDE_KEY": "sk-mine", "QUAYSIDE_BASE": "http://me:word@host"}
    show(load_settings({"--model": "m"}, environment), "config.yaml", False, a_console(out))
    assert "sk-mine" not in out.getvalue()
    assert "me:word" not in out.getvalue()
    lines = {line.split()[0]: line for line in out.getvalue().splitlines()}
    assert lines["model"].endswith("flag --model")
    assert "••••" in lines["api_key"]
    assert lines["theme"].split() == ["theme", "-", "default"]


def test_the_settings_document_follows_its_schema() -> None:
    out = io.StringIO()
    show(load_settings({}, {"QUAYSIDE_KEY": "sk-mine"}), "config.yaml", True, a_console(out))
    validate(json.loads(out.getvalue()), schema("config"))
    assert "sk-mine" not in out.getvalue()


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_names_its_document(name) -> None:
    assert schema(name)["properties"]["schema"]["const"].startswith(f"quayside/{name}/")


class FakeRunner(EmbeddedRunner):
    def __init__(self, *steps: Progress | Failure) -> None:
        super().__init__(Path(), {})
        self.steps = steps
        self.stopped = asyncio.Event()

    async def start(self, options) -> AsyncIterator[Progress | Failure]:
        self.base = "http://127.0.0.1:22088/engines/llama.cpp"
        for step in self.steps:
            yield step

    async def stop(self) -> None:
        self.stopped.set()


async def test_the_runner_says_its_base_and_serves_until_it_is_interrupted() -> None:
    said = asyncio.Event()

    class Out(io.StringIO):
        def write(self, text: str) -> int:
            said.set()
            return super().write(text)

    out, runner = Out(), FakeRunner(Progress("runner", "starting"))
    serving = asyncio.create_task(serve(runner, read_arguments(["runner"]), a_console(out)))
    await said.wait()
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    assert out.getvalue() == "http://127.0.0.1:22088/engines/llama.cpp\n"
    assert runner.stopped.is_set()


async def test_a_runner_that_cannot_start_is_status_1() -> None:
    runner, err = FakeRunner(a_failure()), io.StringIO()
    assert await serve(runner, read_arguments(["runner"]), a_console(err=err)) == 1
    assert "Use port 12434." in err.getvalue()
    assert runner.stopped.is_set()


INSTALL = LiteLLMInstall(("/bin/litellm",), Path("/bin/python"), "1.106.2", made=False)


@pytest.mark.parametrize("on_path", [None, INSTALL])
def test_the_state_of_litellm_is_told(monkeypatch, on_path) -> None:
    refused = (Refusal(Path("/usr/bin/litellm"), "1.82.7", "compromised"),)
    known = LiteLLMStatus(on_path, refused, None, MadeState.ABSENT, Path("/data"))
    monkeypatch.setattr(litellm, "litellm_status", lambda *_: known)
    words, document = io.StringIO(), io.StringIO()
    assert litellm.status({}, a_console(words), False) == 0
    assert "refused    1.82.7 /usr/bin/litellm: compromised" in words.getvalue()
    litellm.status({}, a_console(document), True)
    validate(json.loads(document.getvalue()), schema("litellm"))


@pytest.mark.parametrize(("step", "status"), [(Progress("litellm", "1 of 2"), 0), (a_failure(), 1)])
async def test_installing_litellm_tells_how_it_ended(monkeypatch, step, status) -> None:
    async def make(directory, environment):
        yield step

    monkeypatch.setattr(litellm, "make_environment", make)
    err = io.StringIO()
    assert await litellm.install({"HOME": "/nowhere"}, a_console(err=err)) == status
    assert ("is ready" in err.getvalue()) == (status == 0)


async def test_removing_what_is_not_there_is_well(tmp_path) -> None:
    err = io.StringIO()
    assert await litellm.remove({"XDG_DATA_HOME": str(tmp_path)}, a_console(err=err)) == 0
    assert "nothing to remove" in err.getvalue()


def the_kit(*arguments: str, environment=None):
    staged = Staged(*arguments, environment=environment)
    stage = staged.stage
    return kit_for(
        stage.arguments, stage.settings, stage.environment, stage.composition, staged.source
    ), staged


async def test_the_workbench_opens_on_the_bases_that_were_given() -> None:
    kit, staged = the_kit("--theme", "light")
    assert [lane.base for lane in kit.lanes] == ["http://e:1", "http://p:1"]
    assert kit.preparations == ()
    assert kit.theme == "light"
    assert {row.name for row in kit.settings} >= {"api_base", "api_key"}
    await kit.close()
    assert staged.source.closed


async def test_without_a_base_the_workbench_searches_while_it_opens(monkeypatch) -> None:
    from quayside.app.command_line import workbench

    async def found(settings, environment):
        return settings.with_discovered("http://found:1")

    monkeypatch.setattr(workbench, "discovered", found)
    kit, _ = the_kit(environment={"HOME": "/nowhere"})
    (search,) = kit.preparations
    assert search.holds(kit.lanes[0])
    assert [step.subject async for step in search.steps()] == ["search", "search"]
    assert search.settle(kit.lanes[0]).base == "http://found:1"
    typed = kit.lane_for(LaneText(LanePath.LITELLM))
    assert search.holds(typed)
    assert search.settle(typed).base == "http://found:1/engines/llama.cpp/v1"
    assert kit.lane_for(LaneText(LanePath.SDK, base="http://mine:1")).base == "http://mine:1"


def test_the_lanes_of_a_demo_come_first() -> None:
    stage = Staged("demo").stage
    from quayside.app.command_line.composition import compose

    composition = compose(stage.arguments, stage.settings, stage.environment)
    lanes = first_lanes(stage.arguments, stage.settings, composition)
    assert [lane.base for lane in lanes] == ["", ""]


@pytest.mark.parametrize(
    ("asked", "lanes"), [((), ["ai/kept"]), (("ai/a", "m@box"), ["ai/a", "m"])]
)
def test_the_workbench_opens_with_the_lanes_that_were_asked_for(tmp_path, asked, lanes) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("lanes: [ai/kept]\nprofiles: {box: {base: 'http://box:1'}}\n")
    given = read_arguments([word for text in asked for word in ("--lane", text)])
    opened = first_lanes(given, load_settings({}, {}, file), Composition())
    assert [lane.model for lane in opened] == lanes


def test_more_lanes_than_there_are_columns_are_refused() -> None:
    given = read_arguments(["--lane", "m"] * 5)
    with pytest.raises(UsageError, match="at most 4 lanes"):
        first_lanes(given, load_settings({}, {}), Composition())
