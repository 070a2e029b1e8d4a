import os
import shutil
import sys

import pytest

from kit.tmux import terminal

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")
COMMAND = (sys.executable, "-m", "quayside", "--base", "http://127.0.0.1:9/engines/llama.cpp")


def surroundings(tmp_path, **variables):
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    # tmux takes its clients' locale for what their terminal can show.
    data = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "LC_ALL": "C.UTF-8"}
    return kept | data | variables


def wrapped(**variables):
    """The variables as the program sees them; tmux sets TERM itself."""
    return ("env", *(f"{name}={value}" for name, value in variables.items()), *COMMAND)


def talk(told):
    told.see("Ask something")
    told.type("hi")
    told.press("Enter")
    told.see("nothing listens on 127.0.0.1:9", "cure:", "❯ hi", "^p Palette")


def test_a_terminal_of_sixteen_colours_is_asked_for_no_others(tmp_path):
    with terminal(wrapped(TERM="xterm"), tmp_path, surroundings(tmp_path)) as told:
        talk(told)
        assert told.colours()
        assert not [one for one in told.colours() if one.startswith(("38;", "48;"))]


def test_with_no_color_nothing_but_grey_is_drawn(tmp_path):
    command = wrapped(TERM="xterm-256color", COLORTERM="truecolor", NO_COLOR="1")
    with terminal(command, tmp_path, surroundings(tmp_path)) as told:
        talk(told)
        assert told.colours()
        for colour in told.colours():
            red, green, blue = colour.split(";")[2:]
            assert red == green == blue


@pytest.mark.parametrize("size", ["80x24", "40x12"])
def test_a_small_terminal_shows_what_is_needed_and_ends_clean(tmp_path, size):
    with terminal(wrapped(), tmp_path, surroundings(tmp_path), size) as told:
        told.see("Ask something")
        told.type("hi")
        told.press("Enter")
        told.see("✗ failed")
        told.press("F6")
        told.see("Search in titles")
        told.press("C-q")
        assert told.ended()


SENT = {
    "latin-1": b"\xe9",
    "half a character": b"\x81\xe2\x83",
    "no number": b"\x1b[:22~",
    "no character": b"\x1b[999999999999~",
}


@pytest.mark.parametrize("sent", SENT.values(), ids=SENT)
def test_bytes_that_are_no_text_and_no_key_end_nothing(tmp_path, sent):
    with terminal(wrapped(), tmp_path, surroundings(tmp_path)) as told:
        told.see("Ask something")
        told.press("-H", *(f"{byte:02x}" for byte in sent))
        told.type("the next")
        told.see("the next")
        told.press("C-q")
        assert told.ended()


@pytest.mark.parametrize("editor", ["true", "false", "no-such-editor", "sleep 0.2 #"])
def test_an_editor_gives_the_terminal_back_however_it_ends(tmp_path, editor):
    with terminal(wrapped(), tmp_path, surroundings(tmp_path, EDITOR=editor)) as told:
        told.see("Ask something")
        # The second one is for a terminal that the first has been given.
        told.press("F8", "F8")
        told.see_that(lambda screen: "^p Palette" in screen)
        told.type("the next")
        told.see("the next")
        told.press("C-q")
        assert told.ended()


def test_who_leaves_with_the_first_keys_is_told_of_nothing(tmp_path):
    then = ("sh", "-c", '"$@"; echo over; read -r _', "sh", *COMMAND)
    with terminal(then, tmp_path, surroundings(tmp_path, EDITOR="true")) as told:
        told.see("Ask something")
        told.press("F8", "C-q")
        told.see("over")
        assert told.screen().split() == ["over"]
