"""How many chunks a second a comparison takes in from 64 answers at once, and what it says then."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import Any

from bench.lines import Goal, Line
from bench.on_terminal import TESTS, home_in

ANSWERS = 64
RATES = (5_000, 10_000, 20_000, 40_000, 80_000)
QUICK = (20_000,)
SECONDS = 4.0
KEPT_UP = 1.05
"""How much longer than by the schedule it may take: above this the client is the bottleneck."""


def lines(quick: bool) -> Iterator[Line | str]:
    took = dict[int, float]()
    for rate in QUICK if quick else RATES:
        late, record = taken_in(rate)
        took[rate] = late
        yield f"{rate:,} chunks a second take ×{late:.2f} of their time; {_words(record)}"
        if late > KEPT_UP:
            break
    kept = max((rate for rate, late in took.items() if late <= KEPT_UP), default=0)
    # Turned over, because every goal here is a most.
    yield Line(
        f"chunk of {ANSWERS} answers at once, as the fastest come in without delay",
        "µs",
        1e6 / kept if kept else inf,
        Goal(1e6 / 20_000, "us"),
    )


def taken_in(rate: int) -> tuple[float, Any]:
    """Over how much of the time by the schedule it took, and the record that was made."""
    chunks = round(rate * SECONDS / ANSWERS)
    with tempfile.TemporaryDirectory() as folder, _server(chunks, rate) as port:
        lane = f"sdk:m@http://127.0.0.1:{port}/engines/llama.cpp"
        options = ("--lane", lane, "--concurrency", str(ANSWERS), "--warm-up", "0", "--json")
        command = (sys.executable, "-m", "quayside", "compare", "Go on.", *options)
        environment = home_in(Path(folder))
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=folder)
    record = json.loads(done.stdout)
    samples = record["samples"]
    ends = [one["began"] + one["marks"]["end"] / 1000 for one in samples]
    return (max(ends) - min(one["began"] for one in samples)) / SECONDS, record


def _words(record: Any) -> str:
    stall = record["clock"]["stall"]
    return f"stall p99 {stall['p99']:.1f} ms, told as disturbed: {stall['p99'] > 2}"


@contextmanager
def _server(chunks: int, rate: int) -> Iterator[int]:
    command = (sys.executable, "-m", "bench.flood_server", str(ANSWERS), str(chunks), str(rate))
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=TESTS
    ) as server:
        assert server.stdout is not None
        yield int(server.stdout.readline())
        server.communicate()
