import stat
import sys
import tempfile
from pathlib import Path

import pytest

from quayside.app.core.external_editor import CannotEdit, edit_text, editor_command


def an_editor(tmp_path, code):
    file = tmp_path / "editor.py"
    file.write_text(f"import os, sys\npath = sys.argv[1]\n{code}\n")
    return [sys.executable, str(file)]


async def failure_of(command):
    with pytest.raises(CannotEdit) as caught:
        await edit_text("draft", command)
    return caught.value.failure


async def test_what_the_user_made_of_the_text_comes_back(tmp_path):
    code = "text = open(path).read()\nopen(path, 'w').write(text + ' und mehr é\\n')"
    assert await edit_text("draft", an_editor(tmp_path, code)) == "draft und mehr é"


async def test_nobody_else_reads_the_text_and_it_is_gone_afterwards(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seen = tmp_path / "seen"
    code = f"open({str(seen)!r}, 'w').write(f'{{path}} {{os.stat(path).st_mode}}')"
    assert await edit_text("draft\n", an_editor(tmp_path, code)) == "draft\n"
    path, mode = seen.read_text().rsplit(" ", 1)
    assert stat.S_IMODE(int(mode)) == 0o600
    assert Path(path).parent.parent == tmp_path
    assert not list(tmp_path.glob("quayside-*"))


@pytest.mark.parametrize(
    ("code", "words"),
    [("sys.exit(3)", "exit status 3"), ("open(path, 'wb').write(b'\\xff')", "can't decode")],
)
async def test_an_editor_that_fails_changes_nothing_and_says_why(tmp_path, code, words):
    failure = await failure_of(an_editor(tmp_path, code))
    assert words in failure.seen
    assert "editor.py" in failure.tried


async def test_an_editor_that_is_not_there_is_named(tmp_path):
    failure = await failure_of([str(tmp_path / "absent")])
    assert failure.summary == "The editor cannot be started"
    assert "absent" in failure.tried


def test_the_editor_is_what_the_variables_name_with_its_arguments():
    assert editor_command({"VISUAL": "code --wait", "EDITOR": "vi"}) == ["code", "--wait"]
    assert editor_command({"VISUAL": " ", "EDITOR": "'my vi' -n"}) == ["my vi", "-n"]


def test_a_variable_that_cannot_be_read_is_an_error_with_its_text():
    with pytest.raises(CannotEdit) as caught:
        editor_command({"EDITOR": "vi 'open"})
    assert caught.value.failure.tried == "vi 'open"


def test_without_a_variable_an_installed_one_is_taken(tmp_path):
    program = tmp_path / "vi"
    program.write_text("")
    program.chmod(0o755)
    assert editor_command({"PATH": str(tmp_path)}) == [str(program)]
    with pytest.raises(CannotEdit):
        editor_command({"PATH": str(tmp_path / "absent")})
