import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kit.processes import gone_within

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")
OPENING = """
import sys
from pathlib import Path
from kit.tmux import terminal
environment = {"PATH": sys.argv[2]}
with terminal(("sleep", "600"), Path(sys.argv[1]), environment) as told:
    print(told.process(), flush=True)
    sys.stdin.read()
"""


def test_a_terminal_ends_with_who_opened_it_and_was_killed(tmp_path):
    tests = Path(__file__).parents[1]
    command = (sys.executable, "-c", OPENING, str(tmp_path), os.environ["PATH"])
    places = {**os.environ, "PYTHONPATH": str(tests)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=places, **pipes) as opener:
        sleeping = int(opener.stdout.readline())
        opener.send_signal(signal.SIGKILL)
    assert gone_within([sleeping], 10)
