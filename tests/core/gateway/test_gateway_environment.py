import os
import sys
from pathlib import Path

import pytest

from quayside.app.core.gateway.environment import (
    MadeState,
    available_litellm,
    environment_directory,
    find_litellm,
    litellm_status,
    made_litellm,
    search_path,
)
from quayside.app.core.gateway.made import interpreter, mark_ready

posix = pytest.mark.skipif(sys.platform == "win32", reason="layout of a POSIX environment")


def environment(root: Path, version: str, shebang: str = "#!/bin/false") -> Path:
    commands = root / "bin"
    commands.mkdir(parents=True)
    (root / "lib/python3.11/site-packages" / f"litellm-{version}.dist-info").mkdir(parents=True)
    script = commands / "litellm"
    script.write_text(f"{shebang}\nexit 1\n", "utf-8")
    script.chmod(0o755)
    (commands / "python").touch()
    return commands


def made(data: Path) -> Path:
    directory = environment_directory(data)
    interpreter(directory).parent.mkdir(parents=True)
    interpreter(directory).touch()
    return directory


@posix
def test_the_first_safe_litellm_on_the_path_is_taken(tmp_path: Path) -> None:
    bad = environment(tmp_path / "bad", "1.107.0")
    good = environment(tmp_path / "good", "1.106.2")
    late = environment(tmp_path / "late", "1.105.0")
    found = find_litellm([tmp_path / "none", bad, good, late])
    assert found is not None
    assert found.command == (str(good / "litellm"),)
    assert (found.python, found.version, found.made) == (good / "python", "1.106.2", False)


@posix
def test_a_link_on_the_path_leads_to_its_environment(tmp_path: Path) -> None:
    commands = environment(tmp_path / "tools/litellm", "1.106.2")
    linked = tmp_path / "bin"
    linked.mkdir()
    (linked / "litellm").symlink_to(commands / "litellm")
    found = find_litellm([linked])
    assert found is not None
    assert (found.version, found.python) == ("1.106.2", commands / "python")


@posix
@pytest.mark.parametrize(
    ("shebang", "python"), [("#!/opt/x/python3.12", "/opt/x/python3.12"), ("#!/bin/sh", "")]
)
def test_without_an_interpreter_beside_it_the_scripts_first_line_tells(
    tmp_path: Path, shebang: str, python: str
) -> None:
    commands = environment(tmp_path / "home", "1.106.2", shebang)
    (commands / "python").unlink()
    found = find_litellm([commands])
    assert found is not None
    assert found.python == Path(python or commands / "python")


@posix
def test_what_cannot_be_run_or_judged_is_not_taken(tmp_path: Path) -> None:
    commands = environment(tmp_path / "one", "1.106.2")
    (commands / "litellm").chmod(0o644)
    assert find_litellm([commands]) is None
    unknown = environment(tmp_path / "two", "1.106.2")
    (tmp_path / "two/lib/python3.11/site-packages/litellm-1.106.2.dist-info").rmdir()
    assert find_litellm([unknown]) is None


@posix
def test_the_status_names_what_was_refused_and_why(tmp_path: Path) -> None:
    bad = environment(tmp_path / "bad", "1.82.7")
    good = environment(tmp_path / "good", "1.106.2")
    variables = {"PATH": os.pathsep.join(map(str, (bad, bad, good)))}
    status = litellm_status(variables, tmp_path / "data")
    assert status.on_path is not None
    [refusal] = status.refused
    assert (refusal.script, refusal.version) == (bad / "litellm", "1.82.7")
    assert "compromised" in refusal.reason
    assert (status.made, status.state) == (None, MadeState.ABSENT)


def test_the_made_one_counts_once_it_is_complete(tmp_path: Path) -> None:
    directory = made(tmp_path)
    assert made_litellm(directory) is None
    assert litellm_status({}, tmp_path).state is MadeState.UNFINISHED
    mark_ready(directory)
    found = available_litellm({}, tmp_path)
    assert found is not None
    assert found == made_litellm(directory)
    assert found.made
    assert found.command[:2] == (str(interpreter(directory)), "-I")
    assert litellm_status({}, tmp_path).state is MadeState.READY


def test_a_made_one_from_other_packages_or_without_its_python_is_unfinished(tmp_path: Path) -> None:
    directory = made(tmp_path)
    mark_ready(directory)
    interpreter(directory).unlink()
    assert made_litellm(directory) is None
    interpreter(directory).touch()
    (directory / "quayside-complete").write_text("other", "utf-8")
    assert made_litellm(directory) is None
    assert litellm_status({}, tmp_path).state is MadeState.UNFINISHED


def test_one_on_the_path_comes_before_the_made_one(tmp_path: Path) -> None:
    mark_ready(made(tmp_path))
    commands = environment(tmp_path / "good", "1.106.2")
    found = available_litellm({"PATH": str(commands)}, tmp_path)
    assert found is not None
    assert not found.made


def test_relative_directories_of_the_path_are_left_out(tmp_path: Path) -> None:
    text = os.pathsep.join((".", "", "bin", str(tmp_path)))
    assert search_path({"PATH": text}) == (tmp_path,)
    assert search_path({}) == ()
