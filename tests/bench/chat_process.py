"""The server of one answer, in a process of its own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench.on_terminal import TESTS


@contextmanager
def chat_process(tokens: int, rate: int) -> "Iterator[subprocess.Popen[str]]":
    """Its first line is its port, each further one the moment of an answer's last byte."""
    command = (sys.executable, "-m", "bench.chat_server", str(tokens), str(rate))
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # A client that hangs up is no news.
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=TESTS,
    ) as server:
        yield server
        server.communicate()
