"""What a user does on the first day, in a real terminal, without a mouse."""

import shutil
import sys

import pytest

from kit.tmux import terminal

pytestmark = [
    pytest.mark.live,
    pytest.mark.usefixtures("litellm_install"),
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux"),
]
DEMO = (sys.executable, "-m", "quayside", "demo")


def test_from_an_empty_home_to_a_comparison_in_a_file(home, tmp_path) -> None:
    with terminal(DEMO, tmp_path, home) as told:
        told.see("○ ready", times=2, seconds=120)
        told.see("Asks 2 lanes", "Found: ")
        told.press("F1")
        told.see("All keys", "escape closes")
        told.press("Escape")
        told.lose("escape closes")

        told.type("Name a river.")
        told.press("Enter")
        told.see("❯ Name a river.", "✓ done", times=1)
        told.see("✓ done", times=2, seconds=120)

        told.press("C-e")
        told.see("Name a river.")
        told.type(" In Asia.")
        told.press("Enter")
        told.see("❯ Name a river. In Asia.")
        told.see("✓ done", times=2, seconds=120)
        told.press("C-b")
        told.see("2/2")
        told.press("C-b")
        told.lose("2/2")

        told.press("F6")
        told.see("Search in titles", "1 of 1", "Name a river")
        told.type("/asia")
        told.see("Asia")
        told.press("Enter", "Enter")
        told.see("❯ Name a river. In Asia.")

        told.press("F4")
        told.see("Diagnos")
        told.press("F3")
        told.see("A prompt; Enter starts")
        told.type("Name three rivers.")
        told.press("Enter")
        told.see("make an interval", seconds=180)
        told.press("s")
        told.see("Save the comparison")
        told.press("C-u")
        told.type(str(tmp_path / "rivers.md"))
        told.press("Enter")
        told.see("Saved")
        assert "Name three rivers." in (tmp_path / "rivers.md").read_text()

        told.press("C-q")
        assert told.ended()
