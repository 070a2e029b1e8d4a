import json
import os
import re
import subprocess
import sys

import pytest

from kit.foreign_chats import chatgpt_chat
from kit.foreign_server import foreign_server
from kit.recorded import on_a_terminal
from kit.steering import ALL_STEERING, CHOKING, FOREIGN, ONE_LINE, STEERING
from kit.terminal_bytes import MARK, offences

# What a file's name can hold: neither a slash nor a zero, and 255 bytes at most.
NAME = ONE_LINE.translate({ord("/"): None, 0: None}).encode("utf-8", "ignore")[:200]
NAME = NAME.decode("utf-8", "ignore")
WORD = json.dumps(ONE_LINE.encode("utf-8", "ignore").decode())


@pytest.fixture
def home(tmp_path):
    places = {"HOME": tmp_path, "XDG_DATA_HOME": tmp_path / "data", "TMPDIR": tmp_path}
    kept = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm-256color"}
    return kept | {name: str(place) for name, place in places.items()}


@pytest.fixture
def quayside(home, tmp_path):
    def run(*arguments, statuses=(0,)):
        command = (sys.executable, "-m", "quayside", *arguments)
        status, written = on_a_terminal(command, home, tmp_path)
        assert (status in statuses, offences(written)) == (True, []), written[-2000:]
        assert b"Traceback" not in written
        return written.decode()

    return run


@pytest.fixture(scope="module")
def base():
    with foreign_server() as origin:
        yield "--base", f"{origin}/engines/llama.cpp/v1"


@pytest.mark.parametrize("name", [*STEERING, "combining", "markup", "line"])
def test_an_answer_steers_no_terminal(quayside, base, name):
    assert MARK in quayside("chat", f"case {name}.", *base)


@pytest.mark.parametrize("words", ["refuse", "cut"])
@pytest.mark.parametrize("name", ["title", "c1", "bidi", "line"])
def test_a_failure_steers_no_terminal(quayside, base, name, words):
    quayside("chat", f"case {name}. {words}", *base, statuses=(1,))


@pytest.mark.parametrize(
    "arguments",
    [
        ("models", "list"),
        ("models", "list", "--json"),
        ("models", "inspect", "ai/smollm2"),
        ("models", "unload", "ai/smollm2"),
        ("ps",),
        ("doctor",),
        ("doctor", "--deep", "--markdown"),
        ("doctor", "--json"),
        ("chat", "case title.", "--json"),
        ("compare", "case title.", "--repeat", "1", "--lane", "sdk:a", "--lane", "sdk:b"),
    ],
    ids=" ".join,
)
def test_what_a_runner_says_of_itself_steers_no_terminal(quayside, base, arguments):
    quayside(*arguments, *base, statuses=(0, 1))


@pytest.mark.parametrize("name", FOREIGN)
def test_into_a_pipe_an_answer_goes_as_it_came(home, base, tmp_path, name):
    command = (sys.executable, "-m", "quayside", "chat", f"case {name}.", *base)
    done = subprocess.run(command, env=home, cwd=tmp_path, capture_output=True)
    whole = f"{FOREIGN[name]}\n\nend of {name}.\n"
    # A half of a pair has no UTF-8.
    assert done.stdout.decode() == re.sub("[\ud800-\udfff]", "\ufffd", whole)


def test_chats_of_other_programs_steer_no_terminal(quayside, tmp_path):
    chat, broken = chatgpt_chat(3), chatgpt_chat(4)
    for one in (chat, broken):
        one["title"] = one["id"] = one["conversation_id"] = ONE_LINE
    for node in chat["mapping"].values():
        if node["message"] is not None:
            node["message"]["content"]["parts"] = [ALL_STEERING, *CHOKING.values()]
            node["message"]["metadata"] = {"model_slug": ONE_LINE}
    broken["mapping"] = ONE_LINE
    file = tmp_path / f"{NAME}.json"
    file.write_text(json.dumps([chat, broken, ONE_LINE]))
    assert MARK in quayside("sessions", "import", str(file), statuses=(3,))
    assert MARK in quayside("sessions", "import", NAME, statuses=(1,))
    assert MARK in quayside("sessions", "search", MARK)
    identity = quayside("sessions", "list").split("\n")[1].split()[0]
    assert MARK in quayside("sessions", "show", identity)
    for form in ("md", "json", "html"):
        assert MARK in quayside("sessions", "export", identity, "--format", form)
        quayside("sessions", "export", identity, "--output", f"{NAME}-of.{form}")
    assert MARK in quayside("sessions", "delete", "--yes", identity)


@pytest.mark.parametrize(
    "text",
    [
        f"model: {WORD}\ntheme: {WORD}\nkeymap: {{{WORD}: {WORD}}}\n",
        f"api_base: {WORD}\n",
        f"{WORD}: 1\n",
        f"profiles:\n  {WORD}: {{base: {WORD}}}\n",
        f"profiles:\n  a: {{base: {WORD}}}\n",
        f"lanes: [{WORD}]\n",
        f"lanes: ['sdk:a?{MARK}\x85']\n",
        f"litellm_config: {WORD}\n",
        f"model: [\x1b]0;{MARK}\x07\n",
        f"model: !{MARK} \x9d0;\n",
        "api_key: 2024-13-45\n",
        "model: " + "[" * 5_000,
    ],
)
def test_settings_steer_no_terminal(quayside, tmp_path, text):
    file = tmp_path / ".config/quayside/config.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    file.chmod(0o600)
    quayside("config", "show", statuses=(0, 2))
    quayside("chat", "hi", statuses=(1, 2))


@pytest.mark.parametrize("action", ["lint", "convert"])
def test_a_config_of_litellm_steers_no_terminal(quayside, tmp_path, action):
    file = tmp_path / f"{NAME}.yaml"
    params = f"{{model: {WORD}, api_base: {WORD}, {WORD}: {WORD}, api_key: os.environ/{MARK}}}"
    good = f"  - {{model_name: {WORD}, litellm_params: {params}}}\n"
    bad = f"  - {{model_name: {WORD}, lite_params: {WORD}}}\n"
    settings = f"general_settings: {{master_key: {WORD}, {WORD}: 1}}\n{WORD}: 1\n"
    file.write_text(f"model_list:\n{good}{bad}{settings}include: [{WORD}]\n")
    assert MARK in quayside("config", action, str(file), statuses=(0, 1))
    file.write_text(f"model_list:\n{good}{bad}{settings}")
    assert MARK in quayside("config", action, str(file), statuses=(0, 1))
    file.write_text(f"model_list:\n  - {MARK}: \x1b]0;{MARK}\x07\n")
    assert MARK in quayside("config", action, str(file), statuses=(0, 1))
