import shutil
import sys
from contextlib import ExitStack

import pytest

from kit.canary_servers import listening
from kit.canary_world import World, leaked, on_disk, sent_to
from kit.command_lines import command_lines
from kit.recorded import recorded_terminal

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")
CRASH = (
    "import sys\n"
    "from quayside.app.cli import main\n"
    "from quayside.app.core.secret import Secret\n"
    "from quayside.app.workbench import Workbench\n"
    "def action_help(self):\n"
    "    key = next(iter(self.desk.lanes.values())).key.reveal()\n"
    "    headers = {'authorization': f'Bearer {key}'}\n"
    "    raise RuntimeError(f'{headers} cannot be sent')\n"
    "Workbench.action_help = action_help\n"
    "raise SystemExit(main())\n"
)


@pytest.fixture
def world(tmp_path):
    with ExitStack() as stack:
        yield World(tmp_path, [stack.enter_context(listening()) for _ in range(6)])


def test_commands_keep_each_key_for_its_own_server(world):
    with command_lines(b"-0123456789abcdef") as lines:
        for words in ("hi", "refuse"):
            world.run("chat", words, *world.base)
            world.run("chat", words, "--lane", "proxy:smollm2", *world.both)
            world.run("chat", words, "--lane", "@box")
            world.run("chat", words, "--lane", "@gate")
            world.run("chat", words, "--json", *world.base)
        away = ("--base", f"{world.away.origin}/engines/llama.cpp", "--proxy", world.away.origin)
        world.run("chat", "hi", *away)
        world.run("chat", "hi", "--lane", "proxy:smollm2", *away)
        world.run("models", "list", *away)
        world.run("models", "pull", "ai/other", *world.base)
        world.run("models", "pull", "hf.co/some/model", *away)
        lanes = ("--lane", "sdk:ai/smollm2", "--lane", "proxy:smollm2", "--repeat", "1")
        for form in ("json", "md", "html", "csv"):
            world.run("compare", "hi", *lanes, *world.both, "--save", f"kept.{form}")
        world.run("compare", "refuse", *lanes, *world.both, "--save", "refused.json")
        for form in ("--json", "--markdown"):
            world.run("doctor", "--deep", form, *world.both)
            world.run("doctor", "--lane", "@box", "--lane", "@gate", form)
        world.run("config", "show")
        world.run("config", "show", "--json")
        world.run("config", "lint", str(world.folder / "config/litellm.yaml"))
    assert lines == set()
    assert [leaked(one) for one in world.written if leaked(one)] == []
    assert on_disk(world) == {}
    assert sent_to(world.engine) <= {"engine"}
    assert sent_to(world.proxy) <= {"proxy"}
    assert sent_to(world.box) <= {"profile"}
    assert sent_to(world.gate) <= {"named"}
    assert sent_to(world.other) == set()
    assert {"engine", "proxy"} == sent_to(world.engine) | sent_to(world.proxy)


def test_the_workbench_keeps_keys_off_the_screen_and_the_disk(world):
    lanes = ("--lane", "sdk:ai/smollm2", "--lane", "proxy:smollm2", "--lane", "@box")
    command = ("env", "-u", "TMUX", sys.executable, "-m", "quayside", *world.both, *lanes)
    home = world.folder / "home"
    with (
        command_lines(b"-0123456789abcdef") as lines,
        recorded_terminal(command, home, world.environment, "160x45") as (told, record),
    ):
        told.see("Ask something")
        for words, end in (("hi", "✓ done"), ("refuse", "✗ failed")):
            told.type(words)
            told.press("Enter")
            told.see(f"❯ {words}")
            told.see(end, times=3)
        told.press("F9")
        told.lose("Runners ─")
        told.press("Tab", "x")
        for _ in range(4):
            told.see("cURL")
            told.press("Enter")
            told.lose("cURL")
            told.press("x")
        told.press("Escape", "F4")
        told.see("Engine and chat route")
        told.press("m")
        told.see("Sent the")
        told.press("F5")
        told.see("smollm2")
        told.press("F3")
        told.see("A prompt; Enter starts")
        told.type("hi")
        told.press("Enter")
        told.see("kept as", seconds=60)
        told.press("F6")
        told.see("Search in titles")
        begun = str(home)[:40]
        for form in ("md", "json", "html"):
            told.press("x")
            told.see("Export the session", begun)
            told.press("C-u")
            told.lose(begun)
            told.type(f"session.{form}")
            told.press("Enter")
            told.see(f"session.{form}")
            told.lose("Export the session")
        told.press("C-q")
        assert told.ended()
    assert lines == set()
    assert (home / "session.html").exists()
    assert leaked(record.read_bytes()) == set()
    assert on_disk(world) == {}
    assert sent_to(world.engine) == {"engine"}
    assert sent_to(world.proxy) == {"proxy"}
    assert sent_to(world.box) == {"profile"}


def test_a_key_that_an_answer_repeats_is_not_kept(world):
    command = (sys.executable, "-m", "quayside", *world.both)
    with recorded_terminal(command, world.folder / "home", world.environment) as (told, record):
        told.see("Ask something")
        told.type("repeat")
        told.press("Enter")
        told.see("✓ done", times=2)
        told.press("C-q")
        assert told.ended()
        record.unlink()
    assert on_disk(world) == {}


def test_a_crash_tells_no_key(world):
    command = (sys.executable, "-c", CRASH, *world.both)
    held = ("sh", "-c", '"$@"; read -r go', "sh", *command)
    with recorded_terminal(held, world.folder / "home", world.environment) as (told, record):
        told.see("Ask something")
        told.press("F1")
        told.see("a fault of its own", "RuntimeError", "cannot be sent")
    assert leaked(record.read_bytes()) == set()
