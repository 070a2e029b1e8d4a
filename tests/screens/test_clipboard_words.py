import os
import stat

import pytest

from kit.scripted import ScriptedSource, a_lane, answer
from kit.stories import story

VARIABLES = (
    *("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "TMUX", "STY"),
    *("SSH_CONNECTION", "SSH_TTY"),
)


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """No clipboard but those that a test puts there."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def install(folder, name):
    file = folder / name
    file.write_text(f"#!/bin/sh\n/bin/cat > {folder}/got\n")
    file.chmod(0o755)


async def copied(folder, text="**The** answer"):
    written = []
    source = ScriptedSource({"sdk": answer(text)})
    async with story(source, lanes=[a_lane()], copy=None, data_directory=folder) as told:
        told.app._driver.write = written.append
        await told.send("go")
        await told.settle()
        told.panes[0].view.focus()
        await told.press("y")
        await told.settle()
        return " ".join(one.message for one in told.app._notifications), "".join(written)


async def test_a_program_that_took_it_is_named(machine, monkeypatch):
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    install(machine, "wl-copy")
    words, written = await copied(machine)
    assert words == "Copied the answer with wl-copy, 14 characters"
    assert (machine / "got").read_text() == "**The** answer"
    assert "]52;" not in written


async def test_the_next_program_is_tried_where_one_fails(machine, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    install(machine, "xsel")
    words, _ = await copied(machine)
    assert "with xsel" in words


async def test_tmux_is_not_said_to_be_the_clipboard(machine, monkeypatch):
    monkeypatch.setenv("TMUX", "/tmp/s,1,0")
    install(machine, "tmux")
    words, _ = await copied(machine)
    assert words.startswith("Copied the answer to tmux")
    assert words.endswith("may not keep it")


async def test_of_a_terminal_nobody_knows_whether_it_keeps_it(machine):
    words, written = await copied(machine)
    assert words.startswith("Sent the answer to the terminal (OSC 52)")
    assert words.endswith("it may not keep it")
    assert "\x1b]52;c;KipUaGUqKiBhbnN3ZXI=\a" in written


async def test_what_is_too_long_for_a_terminal_is_in_a_private_file(machine):
    words, written = await copied(machine, "x" * 80_000)
    file = machine / "copied" / "answer.txt"
    assert words == f"The answer is too long for a terminal. It is in {file}"
    assert file.read_text() == "x" * 80_000
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "]52;" not in written


async def test_a_text_that_goes_nowhere_is_told(machine, monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    words, _ = await copied(None)
    assert words == "The answer found no clipboard, and there is no folder for a file"
    (machine / "copied").write_text("in the way")
    words, _ = await copied(machine)
    assert "cannot be written" in words


async def test_what_is_cut_out_of_the_composer_goes_the_same_way(machine, monkeypatch):
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    install(machine, "wl-copy")
    async with story(copy=None) as told:
        told.screen.composer.put("a draft")
        told.screen.composer.focus()
        told.screen.composer.select_all()
        await told.press("ctrl+x")
        await told.settle()
        assert (machine / "got").read_text() == "a draft"
        assert told.app.clipboard == "a draft"
