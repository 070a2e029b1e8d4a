"""What it costs to show a reply while it comes, beside Textual's own Markdown stream."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench.lines import Goal, Line
from bench.on_terminal import TESTS, home_in, on_terminal

PEER_TOKENS = 1_000
Report = Mapping[str, Any]


def lines(quick: bool) -> Iterator[Line]:
    yield from _cost(500 if quick else 1_000, 250 if quick else 100, 1 if quick else 3)
    if quick:
        return
    yield from _linear()
    yield from _stalls("one pane, 500 tokens/s", 16, panes=1, tokens=4_000, rate=500)
    yield from _stalls("two panes, 500 tokens/s", 20, panes=2, tokens=4_000, rate=500)
    yield from _stalls("four panes, 200 tokens/s", None, panes=4, tokens=2_000, rate=200)


def _cost(tokens: int, rate: float, rounds: int) -> Iterator[Line]:
    found: dict[str, list[float]] = {"none": [], "ours": [], "markdown": []}
    for _ in range(rounds):
        for design, costs in found.items():
            costs.append(streamed(design=design, tokens=tokens, rate=rate)["cpu"] / tokens * 1e6)
    floor, us, peer = (median(costs) for costs in found.values())
    yield Line(
        f"show a token, {rate:.0f}/s", "µs CPU", us, Goal(0.4, "peer"), floor=floor, peer=peer
    )


def _linear() -> Iterator[Line]:
    """The floor is the first tenth of the same reply."""
    report = streamed(design="ours", tokens=20_000, rate=500, ticker=True)
    first, *_, last = (cost / 2_000 * 1e6 for cost in report["tenths"])
    goal = Goal(1.2, "floor")
    yield Line("show a token, last of ten tenths of 20,000", "µs CPU", last, goal, floor=first)
    stall, floor = report["late"]["longest"], report["machine"]["longest"]
    own = report["own"]["longest"]
    yield Line("20,000 tokens, longest stall", "ms CPU", own, Goal(50, "us"))
    yield Line("20,000 tokens, longest stall by the clock", "ms", stall, None, floor)
    yield Line("20,000 tokens, full collections", "of garbage", report["full_collections"])


def _stalls(name: str, most: float | None, **options: Any) -> Iterator[Line]:
    """By CPU time as on a machine of our own; by the clock beside a ticker that does no more."""
    us = streamed(design="ours", ticker=True, **options)
    # At this rate Textual's stream falls behind for ever.
    peer = streamed(design="markdown", ticker=True, **{**options, "tokens": PEER_TOKENS})
    goal = None if most is None else Goal(most, "us")
    yield Line(f"{name}, p99 stall", "ms CPU", us["own"]["p99"], goal, peer=peer["own"]["p99"])
    floor = us["machine"]["p99"]
    mine, theirs = us["late"]["p99"], peer["late"]["p99"]
    yield Line(f"{name}, p99 stall by the clock", "ms", mine, None, floor, theirs)


def streamed(**options: Any) -> Report:
    """What `view_app` tells of one run; `machine` is what the machine did meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        report = home / "report.json"
        told = json.dumps({"report": str(report), **options})
        command = (sys.executable, "-m", "bench.view_app", told)
        environment = home_in(home, PYTHONPATH=str(TESTS))
        with on_terminal(command, environment, home) as program:
            program.until("ready")
            program.rest(0.5)
            with _machine() as machine:
                program.press("\r")
                program.until("the-end", 300)
        return {**json.loads(report.read_text()), "machine": machine}


@contextmanager
def _machine() -> Iterator[dict[str, float]]:
    """Filled when the block ends."""
    command = (sys.executable, "-m", "bench.bare_ticker")
    found: dict[str, float] = {}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=TESTS
    ) as ticker:
        yield found
        found |= json.loads(ticker.communicate()[0])
