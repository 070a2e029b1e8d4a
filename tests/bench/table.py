"""One table of what the program costs: `PYTHONPATH=tests python -m bench.table`.

Each line is measured in one run, the parties in turns, so that its ratio can be compared with
that of another machine; the other figures cannot. `--only` chooses parts, `--quick` makes them
short. What cannot be measured here is named with its reason, beside the table.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from importlib import import_module

from bench.lines import Line, write_table

PARTS = ("transport", "start", "view", "keys", "log", "memory", "load", "peers")
BUSY = 1.0
"""Load of other work on this machine above which times on the clock are worth little."""


def main() -> None:
    options = _options()
    if options.ahead:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    lines: list[Line] = []
    for part in options.only:
        _say(f"{part} …")
        lines += _measured(part, options.quick)
    print(f"{time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} cores, load {_load():.1f}\n")
    print(write_table(lines))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="short runs, few rounds")
    ahead = "run ahead of all other work on this machine, which must be allowed"
    parser.add_argument("--ahead", action="store_true", help=ahead)
    parser.add_argument("--only", type=_parts, default=PARTS, metavar=",".join(PARTS))
    return parser.parse_args()


def _parts(text: str) -> list[str]:
    chosen = text.split(",")
    if unknown := set(chosen) - set(PARTS):
        raise argparse.ArgumentTypeError(f"no such part: {', '.join(sorted(unknown))}")
    return chosen


def _measured(part: str, quick: bool) -> Iterator[Line]:
    if (load := _load()) > BUSY:
        _say(f"  the machine is busy, load {load:.1f}: look at CPU time, not at the clock")
    for found in import_module(f"bench.{part}_lines").lines(quick):
        if isinstance(found, Line):
            yield found
        else:
            _say(f"  {found}")


def _load() -> float:
    return os.getloadavg()[0]


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
