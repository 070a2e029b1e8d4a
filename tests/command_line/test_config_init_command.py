import io
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from quayside.app.command_line.arguments import read_arguments
from quayside.app.command_line.config_init import run_init
from quayside.app.command_line.console import Console
from quayside.app.core.embedded.process import EmbeddedRunner
from quayside.app.core.failures import Failure
from quayside.app.core.gateway.lint.linter import lint
from quayside.app.core.progress import Progress
from quayside.app.core.runner.candidates import Candidate
from quayside.app.core.runner.found import Found, FoundKind, ModelState

BASE = "http://127.0.0.1:22090/engines/llama.cpp"


class DemoRunner(EmbeddedRunner):
    def __init__(self, *steps: Progress | Failure) -> None:
        super().__init__(Path(), {})
        self.steps = steps
        self.stopped = False

    async def start(self, _options) -> AsyncIterator[Progress | Failure]:
        self.base = BASE
        for step in self.steps:
            yield step

    async def stop(self) -> None:
        self.stopped = True


async def found_there(places: Sequence[Candidate]) -> AsyncIterator[Found]:
    assert [place.base for place in places] == [BASE]
    model = ModelState("docker.io/ai/smollm2:latest", "ai/smollm2")
    yield Found(kind=FoundKind.RUNNER, base=BASE, title="Quayside's runner", models=(model,))


@pytest.fixture
def err() -> io.StringIO:
    return io.StringIO()


def run(file: Path, runner: DemoRunner, err: io.StringIO) -> int:
    arguments = read_arguments(["config", "init", str(file), "--demo"])
    return run_init(arguments, Console(io.StringIO(), err), found_there, runner)


def test_the_demos_runner_is_asked_and_ended_and_the_file_has_no_fault(tmp_path, err):
    file, runner = tmp_path / "config.yaml", DemoRunner(Progress("runner", "starting"))
    assert run(file, runner, err) == 0
    assert runner.stopped
    report = lint(file, {"LITELLM_MASTER_KEY": "sk-mine"}, version="1.106.2")
    assert (report.findings, report.models) == ((), ("smollm2",))
    assert "quayside runner --port 22090" in err.getvalue()
    assert "export LITELLM_MASTER_KEY=sk-$(openssl rand -hex 24)" in file.read_text()


def test_a_demo_that_cannot_start_is_status_1_and_writes_nothing(tmp_path, err):
    failure = Failure(
        kind="port",
        summary="the runner cannot start",
        tried="",
        seen="",
        cause="taken",
        cure="Use another port.",
    )
    file, runner = tmp_path / "config.yaml", DemoRunner(failure)
    assert run(file, runner, err) == 1
    assert runner.stopped
    assert "Use another port." in err.getvalue()
    assert not file.exists()
