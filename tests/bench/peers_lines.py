"""The same answer by the same server on the screens of others."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, isinf
from pathlib import Path
from statistics import median, quantiles

from bench.chat_process import chat_process
from bench.chat_server import LAST_WORDS
from bench.lines import Line
from bench.on_terminal import NotSeen, OnTerminal, home_in, on_terminal
from bench.peer_programs import PEERS, US, Program

from kit.installed_programs import NotHere

TOKENS, RATE = 2_000, 200
PATIENCE = 90.0
"""Seconds after which words that still are not on the screen are given up."""
BETWEEN_KEYS = 0.150


@dataclass(frozen=True, slots=True)
class Shown:
    """Seconds and megabytes; `behind` is from the server's last byte to its last words' showing."""

    cpu_start: float
    memory_start: float
    cpu_answer: float
    memory_answer: float
    behind: float
    idle_keys: float
    keys: float


def lines(quick: bool) -> Iterator[Line | str]:
    found: dict[Program, Shown] = {}
    for program in (US, *PEERS):
        try:
            found[program] = shown(program, 1 if quick else 2)
        except (NotSeen, NotHere) as problem:
            yield f"{program.name}: {problem}"
    for program in PEERS:
        if program in found:
            yield from _compared(program.name, found[US], found[program])


def _compared(name: str, us: Shown, peer: Shown) -> Iterator[Line | str]:
    for words, unit, figure, times in (
        ("first frame", "ms CPU", "cpu_start", 1000),
        ("memory after the start", "MB", "memory_start", 1),
        (f"{TOKENS:,} tokens at {RATE}/s", "ms CPU", "cpu_answer", 1000),
        ("memory after the answer", "MB", "memory_answer", 1),
        ("behind the server at the end", "ms", "behind", 1000),
        ("key echoed while it streams, p95", "ms", "keys", 1000),
    ):
        mine, theirs = getattr(us, figure) * times, getattr(peer, figure) * times
        if isinf(theirs):
            yield f"{name}: {words}: it did not show the last words within {PATIENCE:.0f} s"
        else:
            yield Line(f"{name}: {words}", unit, mine, peer=theirs)


def shown(program: Program, rounds: int) -> Shown:
    """The medians of several answers, each to a program that has just been started."""
    found = [_once(program) for _ in range(rounds)]
    names = Shown.__dataclass_fields__
    return Shown(**{name: median(getattr(one, name) for one in found) for name in names})


def _once(program: Program) -> Shown:
    with tempfile.TemporaryDirectory() as folder, chat_process(TOKENS, RATE) as server:
        home = Path(folder)
        command, environment = program.set_up(home, f"http://127.0.0.1:{_line(server):.0f}")
        with on_terminal(command, home_in(home, **environment), home) as screen:
            screen.until(program.ready, PATIENCE)
            cpu_start = screen.cpu
            screen.rest(3.0)
            memory_start, idle_keys = screen.memory / 1e6, _keys(screen, 20)
            before = screen.cpu
            screen.press("Tell me of the tides")
            screen.rest(0.5)
            screen.press(program.send)
            screen.rest(1.0)
            keys = _keys(screen, 40)
            behind = _behind(screen, server)
            cpu_answer, memory = screen.cpu - before, screen.memory / 1e6
        return Shown(cpu_start, memory_start, cpu_answer, memory, behind, idle_keys, keys)


def _behind(screen: OnTerminal, server: "subprocess.Popen[str]") -> float:
    """Infinite where the last words do not show within `PATIENCE`."""
    try:
        screen.until(LAST_WORDS, PATIENCE)
    except NotSeen:
        return inf
    return time.monotonic() - _line(server)


def _keys(screen: OnTerminal, number: int) -> float:
    """The 95th percentile of so many echoes."""
    echoes = list[float]()
    for _ in range(number):
        echoes.append(screen.echo(60))
        screen.rest(BETWEEN_KEYS)
    return quantiles(echoes, n=20)[-1]


def _line(server: "subprocess.Popen[str]") -> float:
    assert server.stdout is not None
    return float(server.stdout.readline())
