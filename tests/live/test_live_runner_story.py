"""A runner at hand, in a real terminal: found, loaded, asked, looked into, unloaded."""

import shutil
import sys

import pytest

from kit.live_runner import LiveRunner
from kit.tmux import terminal

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux"),
]


@pytest.mark.parametrize("size", ["80x24", "120x40"])
def test_a_model_is_loaded_asked_looked_into_and_unloaded_by_keys(
    embedded_runner: LiveRunner, home, tmp_path, size
) -> None:
    base = ("--base", embedded_runner.base, "--model", "ai/smollm2")
    command = (sys.executable, "-m", "quayside", *base)
    with terminal(command, tmp_path, home, size) as told:
        told.see("Ask something")
        told.press("F5")
        told.see("Runners and gateways", "smollm2", "llama.cpp running")
        told.press("u")
        told.see("0 in memory")
        told.press("l")
        told.see("1 in memory", "left")

        told.press("F2")
        told.type("Say hello to the harbour.")
        told.press("Enter")
        told.see("TTFT", seconds=120)
        told.press("Escape")  # small models do not always come to an end
        told.lose("● streaming")

        told.press("F5")
        told.press("v")
        told.see("following", "quayside/")
        told.press("g", "Enter")
        told.see("harbour")
        told.press("Escape")
        told.lose("harbour")
        told.press("Escape")
        told.see("Runners and gateways")
        told.press("u")
        told.see("0 in memory")
        told.press("C-q")
        assert told.ended()
