import base64
import os
from pathlib import Path

import pytest

from quayside.app.core.clipboard import LONGEST, Program, programs, take, terminal_sequence

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs here are shell scripts")


def names(environment, platform="linux", away=False):
    return [one.name for one in programs(environment, platform=platform, away=away)]


def a_program(folder: Path, name: str, script: str) -> dict[str, str]:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return {"PATH": str(folder)}


def decoded(sequence: str) -> str:
    head, end = "\x1b]52;c;", "\a"
    assert sequence.startswith(head)
    assert sequence.endswith(end)
    return base64.b64decode(sequence[len(head) : -len(end)]).decode()


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", []),
        ({}, "darwin", ["pbcopy"]),
        ({}, "win32", ["clip.exe"]),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", ["clip.exe"]),
        ({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, "linux", ["wl-copy", "xclip", "xsel"]),
        ({"DISPLAY": ":0", "TMUX": "/s,1,0"}, "linux", ["xclip", "xsel", "tmux"]),
    ],
)
def test_the_surroundings_choose_the_programs(environment, platform, expected):
    assert names(environment, platform) == expected


@pytest.mark.parametrize("variable", ["SSH_CONNECTION", "SSH_TTY"])
def test_over_ssh_no_clipboard_of_the_far_machine_is_taken(variable):
    far = {variable: "x", "WAYLAND_DISPLAY": "w", "DISPLAY": ":0", "WSL_DISTRO_NAME": "d"}
    assert names(far) == []
    assert names(far, "darwin") == []
    assert names({**far, "DISPLAY": "localhost:10.0"}) == ["xclip", "xsel"]
    assert names({**far, "TMUX": "/s,1,0"}) == ["tmux"]


def test_in_a_browser_no_clipboard_of_the_server_is_taken():
    assert names({"WAYLAND_DISPLAY": "w"}, away=True) == []


async def test_a_program_is_given_the_text_on_its_input_alone(tmp_path):
    script = f'/bin/cat > {tmp_path}/got; echo "$@" > {tmp_path}/arguments'
    environment = a_program(tmp_path, "keeper", script)
    assert await take(Program("keeper", ("-in",)), "naïve \x1b]52;c;eA==\a\n", environment)
    assert (tmp_path / "got").read_text() == "naïve \x1b]52;c;eA==\a\n"
    assert (tmp_path / "arguments").read_text() == "-in\n"


async def test_a_program_that_wants_utf_16_gets_it(tmp_path):
    environment = a_program(tmp_path, "clip.exe", f"/bin/cat > {tmp_path}/got")
    (windows,) = programs({"WSL_DISTRO_NAME": "d"}, platform="linux")
    assert await take(windows, "größer", environment)
    assert (tmp_path / "got").read_bytes().decode("utf-16") == "größer"


@pytest.mark.parametrize("script", ["exit 1", "exec /bin/sleep 3600"])
async def test_a_program_that_fails_or_hangs_has_not_taken_it(tmp_path, script):
    environment = a_program(tmp_path, "keeper", script)
    assert not await take(Program("keeper"), "text" * 100_000, environment, patience=0.2)


async def test_a_program_that_is_not_there_or_cannot_start_has_not_taken_it(tmp_path):
    assert not await take(Program("nowhere"), "x", {"PATH": str(tmp_path)})
    (tmp_path / "broken").write_bytes(b"\x00")
    (tmp_path / "broken").chmod(0o755)
    assert not await take(Program("broken"), "x", {"PATH": str(tmp_path)})


def test_the_terminal_gets_the_text_in_base64_alone():
    text = "a\x1b\\\a\x1b[31m ü"
    sequence = terminal_sequence(text, {"TERM": "xterm-256color"})
    assert decoded(sequence) == text


def test_for_tmux_it_is_sent_bare_and_wrapped():
    bare = terminal_sequence("text", {})
    sequence = terminal_sequence("text", {"TMUX": "/s,1,0"})
    assert sequence.startswith(bare)
    wrapped = sequence[len(bare) :]
    assert wrapped == "\x1bPtmux;" + bare.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def test_for_gnu_screen_it_is_sent_in_pieces_that_it_lets_through():
    sequence = terminal_sequence("x" * 2000, {"STY": "1.tty"})
    parts = sequence.removeprefix("\x1bP").removesuffix("\x1b\\").split("\x1b\\\x1bP")
    assert max(map(len, parts)) < 768
    assert decoded("".join(parts)) == "x" * 2000


def test_a_text_that_terminals_would_cut_is_not_sent():
    longest = terminal_sequence("x" * LONGEST, {})
    assert len(longest) <= 100_000
    assert terminal_sequence("x" * (LONGEST + 1), {}) is None
    assert terminal_sequence("ü" * (LONGEST // 2 + 1), {}) is None


def test_a_terminal_that_keeps_nothing_is_sent_nothing():
    assert terminal_sequence("text", {"TERM": "linux"}) is None
