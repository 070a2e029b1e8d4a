"""What a session of many turns costs, beside one of a hundred."""

import json
import subprocess
import sys
from collections.abc import Iterator

from bench.lines import Goal, Line
from bench.on_terminal import TESTS

FEW, MANY = 100, 100_000
MOST = 2.0
"""How much dearer a key may be among many turns: it shows as many rows as among few."""


def lines(quick: bool) -> Iterator[Line]:
    many = MANY // 100 if quick else MANY
    few, full = _measured(FEW), _measured(many)
    for name, words in (("step", "a step"), ("page", "a page"), ("add", "one more turn")):
        goal = Goal(MOST, "floor")
        mine, least = full[name] * 1000, few[name] * 1000
        yield Line(f"{many:,} turns, {words}", "ms CPU", mine, goal, floor=least)
    # What a search costs at any rate, and the looking at every text.
    least = (few["search"] + full["plain"]) * 1000
    mine = full["search"] * 1000
    yield Line(f"{many:,} turns, search", "ms CPU", mine, Goal(MOST, "floor"), floor=least)
    stall = full["stall"] * 1000
    yield Line(f"{many:,} turns, search, longest stall", "ms CPU", stall, Goal(50, "us"))
    read = full["read"] / many * 1e6
    yield Line(f"{many:,} turns, from the disk, a turn", "µs CPU", read, Goal(25, "us"))
    shown, least = full["show"] / many * 1e6, few["show"] / FEW * 1e6
    yield Line(f"{many:,} turns, open, a turn", "µs CPU", shown, None, least)
    yield Line(f"{many:,} turns, in memory, a turn", "kB", full["bytes"] / 1000, Goal(20, "us"))


def _measured(turns: int) -> dict[str, float]:
    command = (sys.executable, "-m", "bench.log_app", str(turns))
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=TESTS)
    return json.loads(done.stdout)
