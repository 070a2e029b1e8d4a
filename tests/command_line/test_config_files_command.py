import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from jsonschema import validate

from kit.config_cases import CASES
from kit.config_shapes import BASE, DEEP, KEY, PASTED
from quayside.app.command_line.arguments import read_arguments
from quayside.app.command_line.config_init import run_init
from quayside.app.command_line.config_lint import run_convert, run_lint
from quayside.app.command_line.console import Console
from quayside.app.command_line.documents import schema
from quayside.app.command_line.problems import UsageError
from quayside.app.core.gateway.config_yaml import read_config
from quayside.app.core.gateway.lint.linter import lint
from quayside.app.core.runner.found import Found, FoundKind, ModelState


class Terminal:
    def __init__(self) -> None:
        self.out, self.err = io.StringIO(), io.StringIO()
        self.console = Console(self.out, self.err)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.delenv("DOCKER_MODEL_RUNNER_API_BASE", raising=False)
    monkeypatch.setenv("LITELLM_MASTER_KEY", "sk-a-key-of-our-own")
    return Terminal()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.yaml"


def arguments(*given: object):
    return read_arguments(["config", *map(str, given)])


def test_each_fault_is_told_with_its_place_and_the_end_says_what_is_served(terminal, file):
    file.write_text(DEEP.replace("/v1", "") + KEY)
    assert run_lint(arguments("lint", file), terminal.console) == 1
    said = terminal.out.getvalue()
    head = f"✗ {file}:5: 'a': the base does not end where the chat route begins"
    assert head in " ".join(said.split())
    assert f"  seen    api_base: {BASE.removesuffix('/v1')}\n" in said
    assert f"  cure    api_base: {BASE}\n" in said
    assert said.endswith("1 error; LiteLLM serves a\n")
    assert "--write" in terminal.err.getvalue()


def test_words_fit_80_columns_but_what_is_to_be_pasted(terminal, file, monkeypatch):
    monkeypatch.chdir(file.parent)
    file.write_text("".join(case.whole for case in CASES[6:9]))
    run_lint(arguments("lint", file.name), terminal.console)
    lines = terminal.out.getvalue().splitlines()
    assert max(len(line) for line in lines if "cure" not in line) <= 80


def test_the_version_that_is_to_read_it_decides_on_weak_keys(terminal, file, monkeypatch):
    monkeypatch.delenv("LITELLM_MASTER_KEY")
    file.write_text(DEEP)
    assert run_lint(arguments("lint", file, "--litellm", "1.103.0"), terminal.console) == 0
    assert run_lint(arguments("lint", file, "--litellm", "1.104.0"), terminal.console) == 1


def test_a_file_that_may_not_be_read_is_a_usage_error(terminal, file, monkeypatch):
    file.write_text(DEEP)

    def refuse(_self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UsageError, match="Permission denied"):
        run_lint(arguments("lint", file), terminal.console)


def test_the_document_holds_no_key_and_the_mended_file_does(terminal, file):
    file.write_text(DEEP.replace("/v1", "") + KEY)
    run_lint(arguments("lint", file, "--json"), terminal.console)
    document = json.loads(terminal.out.getvalue())
    validate(document, schema("config-lint"))
    assert "sk-a-long-key" not in terminal.out.getvalue()
    assert "master_key: ••••\n" in document["mended"]
    assert document["mendable"]
    fixed = Terminal()
    run_lint(arguments("lint", file, "--fix"), fixed.console)
    assert fixed.out.getvalue() == DEEP + KEY


def test_a_good_file_is_status_0(terminal, file):
    file.write_text(DEEP + KEY)
    assert run_lint(arguments("lint", file), terminal.console) == 0
    assert terminal.out.getvalue() == "nothing to say; LiteLLM serves a\n"


def test_the_mended_file_goes_to_stdout_alone(terminal, file):
    file.write_text(PASTED)
    assert run_lint(arguments("lint", file, "--fix"), terminal.console) == 0
    assert terminal.out.getvalue() == DEEP
    assert file.read_text() == PASTED


def test_writing_keeps_what_was_there_and_its_mode(terminal, file):
    file.write_text(PASTED)
    file.chmod(0o640)
    file.with_name("config.yaml.bak").write_text("older")
    assert run_lint(arguments("lint", file, "--write"), terminal.console) == 0
    assert file.read_text() == DEEP
    assert file.stat().st_mode & 0o777 == 0o640
    assert file.with_name("config.yaml.bak").read_text() == "older"
    assert file.with_name("config.yaml.bak1").read_text() == PASTED


def test_what_nobody_can_mend_is_still_said_and_is_status_1(terminal, file):
    file.write_text("model_list: {a: b}\n")
    assert run_lint(arguments("lint", file, "--write"), terminal.console) == 1
    assert file.read_text() == "model_list: {a: b}\n"
    assert "`model_list` is not a list" in terminal.err.getvalue()


@pytest.mark.parametrize("case", CASES[:12], ids=lambda case: case.name)
def test_the_document_follows_its_schema(case, terminal, file):
    file.write_text(case.whole)
    run_lint(arguments("lint", file, "--json"), terminal.console)
    validate(json.loads(terminal.out.getvalue()), schema("config-lint"))


def test_a_file_that_is_not_there_is_a_usage_error(terminal, file):
    for action, run in (("lint", run_lint), ("convert", run_convert)):
        with pytest.raises(UsageError, match="no file that can be read"):
            run(arguments(action, file), terminal.console)


def test_the_gateways_file_is_told_and_converted(terminal, file):
    file.write_text(DEEP.replace("litellm_params", "params"))
    run_lint(arguments("lint", file), terminal.console)
    assert f"quayside config convert {file}" in terminal.out.getvalue()
    other = Terminal()
    assert run_convert(arguments("convert", file), other.console) == 0
    assert other.out.getvalue() == DEEP
    assert "This is a file for LiteLLM." in other.err.getvalue()


def searching(*found: Found):
    async def search(_places: Sequence[object]):
        for server in found:
            yield server

    return search


def a_runner(base: str, *models: str) -> Found:
    states = tuple(ModelState(f"docker.io/{name}:latest", name) for name in models)
    return Found(kind=FoundKind.RUNNER, base=base, title="Docker Model Runner", models=states)


def test_a_new_file_serves_every_model_that_was_found_and_has_no_fault(terminal, file):
    first = a_runner("http://localhost:12434/engines/llama.cpp", "ai/smollm2", "ai/qwen3")
    second = a_runner("http://gpu:12434/engines/vllm", "ai/smollm2")
    status = run_init(arguments("init", file), terminal.console, searching(first, second))
    assert status == 0
    config = read_config(file, {"LITELLM_MASTER_KEY": "sk-x"})
    assert {one.model_name: one.api_base for one in config.entries} == {
        "smollm2": "http://localhost:12434/engines/llama.cpp/v1",
        "qwen3": "http://localhost:12434/engines/llama.cpp/v1",
        "ai/smollm2": "http://gpu:12434/engines/vllm/v1",
    }
    assert lint(file, {"LITELLM_MASTER_KEY": "sk-x"}).findings == ()


def test_a_file_that_is_there_is_never_written_over(terminal, file):
    file.write_text("precious")
    with pytest.raises(UsageError, match="is there already"):
        run_init(arguments("init", file), terminal.console, searching())
    assert file.read_text() == "precious"


def test_without_a_model_it_says_what_to_do(terminal):
    empty = a_runner("http://localhost:12434/engines/llama.cpp")
    assert run_init(arguments("init"), terminal.console, searching(empty)) == 1
    assert run_init(arguments("init"), terminal.console, searching()) == 1
    said = terminal.err.getvalue()
    assert "docker model pull" in said
    assert "No runner was found" in said
    assert terminal.out.getvalue() == ""
