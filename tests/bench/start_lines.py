"""What it takes until the workbench can be used, beside the least that Textual can do."""

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median

from bench.alone import python_alone
from bench.lines import Goal, Line
from bench.on_terminal import OnTerminal, home_in, on_terminal

MINIMAL = str(Path(__file__).with_name("minimal_app.py"))
NOBODY = "http://127.0.0.1:9/engines/llama.cpp"
SETTLED, IDLE = 1.5, 10.0
"""Seconds after the first frame at which memory is read; for how long nothing is done."""
READY = {"us": "Ask something", "floor": "ready", "chat": "ready"}


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds, and megabytes; `frame` is on the screen, `usable` echoes a key."""

    frame: float
    usable: float
    cpu_frame: float
    cpu_usable: float
    cpu_settled: float
    memory_frame: float
    memory_settled: float
    idle: float = 0.0


def lines(quick: bool) -> Iterator[Line]:
    if quick:
        yield from _lines(sys.executable, True)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield from _lines(python_alone(Path(folder)), False)


def _lines(python: str, quick: bool) -> Iterator[Line]:
    settled = 0.3 if quick else SETTLED
    starts = _medians(python, 1 if quick else 7, settled, 0.0 if quick else IDLE)
    us, floor, chat = starts["us"], starts["floor"], starts["chat"]

    def line(
        name: str, unit: str, figure: str, most: float | None = None, times: float = 1
    ) -> Line:
        goal = None if most is None else Goal(most, "floor")
        mine, least, other = (getattr(one, figure) * times for one in (us, floor, chat))
        return Line(name, unit, mine, goal, least, other)

    yield line("first frame", "ms", "frame", 1.35, 1000)
    yield line("first key echoed", "ms", "usable", 1.35, 1000)
    yield line("first frame, CPU", "ms CPU", "cpu_frame", 1.2, 1000)
    yield line("first key echoed, CPU", "ms CPU", "cpu_usable", None, 1000)
    yield line(f"{settled} s later, CPU", "ms CPU", "cpu_settled", None, 1000)
    yield line("memory at the first frame", "MB", "memory_frame", 1.3)
    yield line(f"memory {settled} s later", "MB", "memory_settled", 1.3)
    if not quick:
        yield line(f"idle for {IDLE:.0f} s, CPU", "ms CPU", "idle", None, 1000)


def _medians(python: str, rounds: int, settled: float, idle: float) -> dict[str, Start]:
    commands = {
        "us": (python, "-m", "quayside", "--base", NOBODY),
        "floor": (python, MINIMAL, "empty"),
        "chat": (python, MINIMAL, "chat"),
    }
    found: dict[str, list[Start]] = {name: [] for name in commands}
    # The first round fills the caches of the disk, and of Python's compiler.
    for number in range(rounds + 1):
        for name, command in commands.items():
            one = _start(command, READY[name], settled, idle if number == 1 else 0.0)
            found[name] += [one] * bool(number)
    return {name: _median(starts) for name, starts in found.items()}


def _median(starts: list[Start]) -> Start:
    names = [one.name for one in fields(Start) if one.name != "idle"]
    figures = {name: median(getattr(start, name) for start in starts) for name in names}
    return Start(**figures, idle=starts[0].idle)


def _start(command: tuple[str, ...], words: str, settled: float, idle: float) -> Start:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        began = time.monotonic()
        with on_terminal(command, home_in(home), home) as program:
            program.until(words)
            frame, cpu_frame = time.monotonic() - began, program.cpu
            memory_frame = program.memory / 1e6
            program.echo()
            usable, cpu_usable = time.monotonic() - began, program.cpu
            program.rest(settled)
            cpu, memory = program.cpu, program.memory / 1e6
            spent = (cpu_frame, cpu_usable, cpu)
            return Start(frame, usable, *spent, memory_frame, memory, _idle(program, idle))


def _idle(program: OnTerminal, seconds: float) -> float:
    before = program.cpu
    program.rest(seconds)
    return program.cpu - before
