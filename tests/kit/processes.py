"""Whether processes that a test knows by number are still there."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path


def alive(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        if sys.platform == "linux":
            return False
        return subprocess.run(["ps", "-p", str(process)], capture_output=True).returncode == 0
    return status.rpartition(")")[2].split()[0] != "Z"


def gone_within(processes: list[int], seconds: float) -> bool:
    return soon(lambda: not any(alive(process) for process in processes), seconds)


def soon(true: Callable[[], bool], seconds: float) -> bool:
    """Whether it comes true within so long; looked at a few dozen times a second."""
    end, pause = time.monotonic() + seconds, threading.Event()
    while not true():
        if time.monotonic() > end:
            return False
        pause.wait(0.03)
    return True
