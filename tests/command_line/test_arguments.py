import pytest

from quayside.app.command_line.arguments import read_arguments
from quayside.app.command_line.demo_options import runner_options
from quayside.app.command_line.problems import UsageError


def test_a_setting_counts_before_and_after_the_commands_name() -> None:
    assert read_arguments(["--base", "http://a", "chat", "Q"]).base == "http://a"
    assert read_arguments(["chat", "Q", "--base", "http://b"]).base == "http://b"
    assert read_arguments(["chat", "Q"]).base is None


def test_without_a_command_the_workbench_is_meant() -> None:
    given = read_arguments([])
    assert (given.command, given.demo) == (None, False)
    assert read_arguments(["demo", "--no-proxy"]).demo


@pytest.mark.parametrize(
    "line",
    [
        ["paint"],
        ["chat"],
        ["compare"],
        ["config"],
        ["litellm", "upgrade"],
        ["chat", "Q", "--engine", "fast"],
        ["compare", "Q", "--repeat", "0"],
        ["compare", "Q", "--json", "--markdown"],
        ["runner", "--port", "99999"],
        ["chat", "Q", "--seed", "x"],
        ["--unknown"],
    ],
)
def test_what_cannot_be_read_ends_with_status_2(line, capsys) -> None:
    with pytest.raises(SystemExit) as caught:
        read_arguments(line)
    assert caught.value.code == 2
    assert "usage: quayside" in capsys.readouterr().err


def test_engines_and_their_options_are_read(tmp_path) -> None:
    file = tmp_path / "m.gguf"
    file.touch()
    given = read_arguments(
        [
            "runner",
            "--engine",
            "one:threads=1,context=512",
            "--engine",
            "b",
            "--model-file",
            str(file),
        ]
    )
    options = runner_options(given)
    assert [(one.name, dict(one.options)) for one in options.engines] == [
        ("one", {"threads": "1", "context": "512"}),
        ("b", {}),
    ]
    assert options.model_files == (file,)


@pytest.mark.parametrize(
    "text", ["", ":threads=1", "a/b", "v1", "a:threads", "a:speed=1", "a:threads=x"]
)
def test_an_engine_that_cannot_be_meant_is_refused(text) -> None:
    with pytest.raises(UsageError, match="--engine"):
        runner_options(read_arguments(["runner", "--engine", text]))


def test_a_missing_model_file_is_refused(tmp_path) -> None:
    with pytest.raises(UsageError, match="no file"):
        runner_options(read_arguments(["runner", "--model-file", str(tmp_path / "x.gguf")]))


@pytest.mark.parametrize("command", [["runner"], ["demo"]])
def test_a_registry_is_read_for_the_embedded_runner(command) -> None:
    given = read_arguments([*command, "--registry", "localhost:5000/v2"])
    assert runner_options(given).registry == "http://localhost:5000"
    assert runner_options(read_arguments(command)).registry == ""
    with pytest.raises(UsageError, match="--registry"):
        runner_options(read_arguments([*command, "--registry", "ftp://x"]))
