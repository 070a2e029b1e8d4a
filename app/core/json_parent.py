"""The parent as a `JsonChild` sees it: JSON lines in, JSON lines out, and no life after it.

Standard library alone and importing nothing of ours, so that a worker under a foreign
interpreter can take it by its path: `runpy.run_path(".../json_parent.py")["JsonParent"]`.
"""

import json
import os
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from typing import Any


class JsonParent:
    """Made first of all: from then on, what anybody prints goes to standard error."""

    def __init__(self) -> None:
        sys.stdout.flush()
        self._output = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)
        self._writing = threading.Lock()

    def send(self, message: Mapping[str, Any]) -> None:
        """Write one object as a line; from any thread. Without a parent there is no return."""
        line = json.dumps(message, separators=(",", ":")).encode("ascii")
        try:
            with self._writing:
                self._output.write(line + b"\n")
                self._output.flush()
        except OSError:
            os._exit(0)

    def listen(self, take: Callable[[dict[str, Any]], None]) -> None:
        """Give each object of the parent's to `take`, in a thread of its own.

        When the parent closes our input, or is gone, the process ends at once,
        whatever it is doing.
        """
        threading.Thread(target=_follow, args=(take,), daemon=True).start()


def _follow(take: Callable[[dict[str, Any]], None]) -> None:
    try:
        # Not `sys.stdin`: the interpreter cannot end while another thread reads that one.
        with os.fdopen(os.dup(0), "rb") as lines:
            for line in lines:
                take(json.loads(line))
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
