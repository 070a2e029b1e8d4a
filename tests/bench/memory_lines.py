"""Whether memory stays as it is while one reply after the other streams into two panes."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.chat_process import chat_process
from bench.chat_server import LAST_WORDS, MODEL
from bench.lines import Goal, Line
from bench.on_terminal import home_in, on_terminal

LANES, TOKENS, RATE = 2, 1_000, 2_000
TURNS = 100
WARM = 50
"""Turns after which the caches of Python, SQLite and Textual are full."""


def lines(quick: bool) -> Iterator[Line]:
    turns, warm = (TURNS // 10, WARM // 10) if quick else (TURNS, WARM)
    memory = soaked(turns)
    total = turns * TOKENS * LANES
    grown = (memory[-1] - memory[warm]) / (turns - warm)
    name = f"{total:,} tokens in {LANES} lanes, growth for a turn once warm"
    yield Line(name, "kB", grown / 1000)
    middle = memory[(turns + warm) // 2]
    name = f"{total:,} tokens, memory at the end beside the middle"
    yield Line(name, "MB", memory[-1] / 1e6, Goal(1.05, "floor"), floor=middle / 1e6)


def soaked(turns: int) -> list[int]:
    """The bytes in memory at first and after each turn."""
    with tempfile.TemporaryDirectory() as folder, chat_process(TOKENS, RATE) as server:
        assert server.stdout is not None
        home, origin = Path(folder), f"http://127.0.0.1:{int(server.stdout.readline())}"
        base, proxy = ("--base", f"{origin}/engines/llama.cpp"), ("--proxy", origin)
        command = (sys.executable, "-m", "quayside", *base, *proxy, "--model", MODEL)
        with on_terminal(command, home_in(home), home) as screen:
            screen.until("Ask something")
            screen.rest(2.0)
            memory = [screen.memory]
            for _ in range(turns):
                screen.press("tides\r")
                screen.until(LAST_WORDS)
                # The other lane has the same words, and perhaps not yet shown them.
                screen.rest(0.5)
                memory.append(screen.memory)
    return memory
