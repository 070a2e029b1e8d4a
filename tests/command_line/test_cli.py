import os
import subprocess
import sys

import pytest

from quayside import __version__
from quayside.app import cli
from quayside.app.cli import main


@pytest.fixture
def home(monkeypatch, tmp_path):
    for name in list(os.environ):
        if name.startswith(("QUAYSIDE_", "LITELLM_", "DOCKER_MODEL_RUNNER_", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def quayside(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "quayside", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def test_the_version_is_told(capsys) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"quayside {__version__}\n"


def test_settings_are_shown(home, capsys) -> None:
    assert main(["config", "show"]) == 0
    assert "http://localhost:22088/engines/llama.cpp" in capsys.readouterr().out


def test_a_settings_file_that_cannot_be_used_is_status_2(home, capsys) -> None:
    (home / ".config" / "quayside").mkdir(parents=True)
    (home / ".config" / "quayside" / "config.yaml").write_text("modle: x\n")
    assert main(["config", "show"]) == 2
    assert "config.yaml:1: unknown key 'modle'" in capsys.readouterr().err


@pytest.mark.parametrize("lane", ["skd:ai/smollm2", "sdk:m@ftp://x", "sdk:m?=&"])
def test_a_lane_that_cannot_be_read_is_status_2(home, capsys, lane) -> None:
    assert main(["chat", "Q", "--base", "http://127.0.0.1:9", "--lane", lane]) == 2
    assert "quayside: " in capsys.readouterr().err


def test_the_workbench_wants_a_terminal(home, capsys) -> None:
    assert main([]) == 2
    assert "needs a terminal" in capsys.readouterr().err


def test_an_interrupt_is_status_130(home, monkeypatch) -> None:
    def interrupted(_arguments) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_command", lambda _name: interrupted)
    assert main(["chat", "Q"]) == 130


def test_an_error_of_our_own_is_not_hidden_as_usage(home, monkeypatch) -> None:
    def wrong(_arguments) -> int:
        raise ValueError("a mistake")

    monkeypatch.setattr(cli, "_command", lambda _name: wrong)
    with pytest.raises(ValueError, match="a mistake"):
        main(["chat", "Q"])


def test_a_reader_that_goes_away_is_quiet(home) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as closed:
        ended = subprocess.run(
            [sys.executable, "-m", "quayside", "config", "show"],
            stdout=closed,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (ended.returncode, ended.stderr) == (141, "")


def test_nothing_listening_is_status_1_with_a_cure_and_no_traceback(home) -> None:
    ended = quayside("compare", "Q", "--base", "http://127.0.0.1:9", "--lane", "sdk:ai/smollm2")
    assert ended.returncode == 1
    assert "✗" in ended.stdout
    assert "cure" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_text_that_the_locale_cannot_hold_does_not_end_the_program(home) -> None:
    narrow = {**os.environ, "PYTHONIOENCODING": "ascii:strict"}
    ended = quayside("config", "show", "--model", "häfen", env=narrow)
    assert ended.returncode == 0, ended.stderr
    assert "h?fen" in ended.stdout
