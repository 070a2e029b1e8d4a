"""Runs a foreign command and ends it when the parent goes, however the parent ends.

Run by file path, with the standard library alone: `python -I -S guardian.py FOLDER COMMAND…`.
FOLDER is removed at the end, so that a killed parent leaves nothing there; empty for none.
The parent holds the write end of our standard input. When it closes, by design or
because the parent was killed, the command's whole process group is ended.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import threading

GRACE_SECONDS = 5.0


def main(folder: str, *command: str) -> int:
    """Run `command` until it ends or our standard input closes; give its exit status."""
    posix = os.name == "posix"
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        start_new_session=posix,
        preexec_fn=_die_with_guardian if sys.platform == "linux" else None,
    )
    threading.Thread(target=_end_when_orphaned, args=(child,), daemon=True).start()
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda _number, _frame: _end_beside(child))
    status = child.wait()
    # The command has ended; children of its own that ignored the request have not.
    _send(child, getattr(signal, "SIGKILL", signal.SIGTERM))
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
    return status


def _die_with_guardian() -> None:
    # Covers the one end that no code of ours sees: SIGKILL to the guardian itself.
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


def _end_when_orphaned(child: "subprocess.Popen[bytes]") -> None:
    while os.read(0, 4096):
        pass
    _end(child)


def _end_beside(child: "subprocess.Popen[bytes]") -> None:
    # Not in the handler itself: it interrupts `wait`, which holds the lock that `_end` needs.
    threading.Thread(target=_end, args=(child,), daemon=True).start()


def _end(child: "subprocess.Popen[bytes]") -> None:
    _send(child, signal.SIGTERM)
    try:
        child.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        _send(child, getattr(signal, "SIGKILL", signal.SIGTERM))


def _send(child: "subprocess.Popen[bytes]", number: int) -> None:
    try:
        if os.name == "posix":
            os.killpg(child.pid, number)
        else:
            child.terminate()
    except (ProcessLookupError, PermissionError):
        pass


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
