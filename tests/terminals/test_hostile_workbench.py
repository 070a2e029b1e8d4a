import base64
import json
import os
import shutil
import sys

import pytest

from kit.foreign_chats import chatgpt_chat
from kit.foreign_server import foreign_server
from kit.recorded import recorded_terminal
from kit.steering import ALL_STEERING, CHOKING, ONE_LINE, STEERING
from kit.terminal_bytes import MARK, clipboards, offences

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")
YAML = json.dumps(ONE_LINE.encode("utf-8", "ignore").decode(), ensure_ascii=False)
THEMES = {
    "told.yaml": f"name: {YAML}\nprimary: {YAML}\n",
    "torn.yaml": f"name: \x1b]0;{MARK}\x07\n",
    "date.yaml": f"name: {MARK}\nprimary: 2024-13-45\n",
}


@pytest.fixture(scope="module")
def origin():
    with foreign_server() as one:
        yield one


@pytest.fixture
def home(tmp_path):
    kept = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)}
    return kept | {"XDG_DATA_HOME": str(tmp_path / "data"), "TMPDIR": str(tmp_path)}


def workbench(origin):
    lanes = ("--lane", "sdk:ai/smollm2", "--lane", f"proxy:smollm2@{origin}")
    return (sys.executable, "-m", "quayside", "--base", f"{origin}/engines/llama.cpp", *lanes)


def ask(told, prompt, *words):
    told.type(prompt)
    told.press("Enter")
    told.see(f"❯ {prompt}")
    told.see(*words, times=2)


def so_far(record):
    written = record.read_bytes()
    # Its last sequence may be on its way.
    return written[: written.rfind(b"\x1b")]


def left(told, record):
    told.press("C-q")
    assert told.ended()
    assert b"Traceback" not in record.read_bytes()
    assert offences(record.read_bytes()) == []


def test_answers_reach_the_terminal_as_text_alone(origin, home, tmp_path):
    with recorded_terminal(workbench(origin), tmp_path, home) as (told, record):
        told.see("Ask something")
        for name in STEERING:
            ask(told, f"case {name}.", "✓ done")
            assert offences(so_far(record)) == [], name
            ask(told, f"case {name}. refuse", "✗ failed")
            assert offences(so_far(record)) == [], name
        assert not clipboards(record.read_bytes())
        left(told, record)


def test_answers_without_measure_are_drawn_and_the_program_lives(origin, home, tmp_path):
    with recorded_terminal(workbench(origin), tmp_path, home) as (told, record):
        told.see("Ask something")
        for name in CHOKING:
            ask(told, f"case {name}.", "✓ done")
            told.press("F1")
            told.see("All keys")
            told.press("Escape")
            told.lose("All keys")
        left(told, record)


def test_every_screen_shows_what_a_server_says_as_text(origin, home, tmp_path):
    with recorded_terminal(workbench(origin), tmp_path, home) as (told, record):
        told.see("Ask something")
        ask(told, "case title.", "✓ done")
        told.press("F5")
        told.see("in memory", "␛]0;")
        told.press("i")
        told.see("␛[2J")
        told.press("F4")
        told.see("Engine and chat route")
        told.press("F3")
        told.see("A prompt; Enter starts")
        told.type("case bidi.")
        told.press("Enter")
        told.see("make an interval", seconds=60)
        for view in "23456":
            told.press(view)
            told.see(f"[{view} ")
        left(told, record)


def test_a_key_copies_the_source_and_nothing_else_does(origin, home, tmp_path):
    # tmux would take the text itself.
    command = ("env", "-u", "TMUX", *workbench(origin))
    with recorded_terminal(command, tmp_path, home) as (told, record):
        told.see("Ask something")
        ask(told, "case clipboard.", "✓ done")
        assert not clipboards(record.read_bytes())
        told.press("F9")
        told.lose("Runners ─")
        told.press("Tab", "y")
        told.see("Sent the answer")
        told.see_that(lambda _: bool(clipboards(record.read_bytes())))
        told.press("C-q")
        assert told.ended()
        (copied,) = clipboards(record.read_bytes())
        assert STEERING["clipboard"] in base64.b64decode(copied.rpartition(b";")[2]).decode()


def test_files_of_other_programs_are_shown_as_text(origin, home, tmp_path):
    chat = chatgpt_chat(3)
    chat["title"] = ONE_LINE
    for node in chat["mapping"].values():
        if node["message"] is not None:
            node["message"]["content"]["parts"] = [ALL_STEERING]
            node["message"]["metadata"] = {"model_slug": ONE_LINE}
    (tmp_path / "chats.json").write_text(json.dumps([chat]))
    (tmp_path / f"notes\x1b]0;{MARK}\x07.md").write_text(ALL_STEERING, errors="replace")
    themes = tmp_path / ".config/quayside/themes"
    themes.mkdir(parents=True)
    for name, text in THEMES.items():
        (themes / name).write_text(text)
    with recorded_terminal(workbench(origin), tmp_path, home) as (told, record):
        told.see("Ask something", "date.yaml")
        told.type("@no")
        told.press("Tab", "F6")
        told.see("Search in titles")
        told.press("i")
        begun = str(tmp_path)[:40]
        told.see("Import chats", begun)
        told.press("C-u")
        told.lose(begun)
        told.type("chats.json")
        told.press("Enter")
        told.see("␛[2J", "1 of 1")
        told.type(f"/{MARK}")
        told.see("1 of 1")
        told.press("Enter", "Enter")
        told.see("␛[2J", "✓ done", "Add as lane")
        left(told, record)


def test_what_is_pasted_is_text_and_presses_no_key(origin, home, tmp_path):
    with recorded_terminal(workbench(origin), tmp_path, home) as (told, record):
        told.see("Ask something")
        told.paste("tide\x1b\x1bOP \x1b[31mred\x1b")
        told.see("tide␛␛OP ␛[31mred␛")
        told.type("!")
        told.see("red␛!")
        assert "All keys" not in told.screen()
        left(told, record)
