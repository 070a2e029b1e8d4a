"""What a chunk costs each reader in CPU time: `PYTHONPATH=tests python -m bench.transport`.

The readers take turns; ratios inside one run can be compared, microseconds of two
machines cannot.
"""

import argparse
import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from bench import stream_clients as clients

Reader = Callable[[int], Awaitable[int]]
READERS: dict[str, Reader] = {
    "raw socket + json (floor)": clients.floor,
    "our transport + decoder + json": clients.decoder,
    "EngineClient, to events": clients.engine_client,
    "httpx aiter_lines + json": clients.httpx_lines,
    "openai SDK": clients.openai_sdk,
}


def main() -> None:
    options = _options()
    with serving(options.events, options.rate) as port:
        costs = _measure(port, options.events, options.rounds)
    floor = statistics.median(costs[next(iter(READERS))])
    pace = f"{options.rate} a second" if options.rate else "as fast as they are read"
    print(f"{options.events} chunks, {pace}; medians of {options.rounds} rounds in turns\n")
    print("| reader | us CPU a chunk | x floor |\n|---|---|---|")
    for name, times in costs.items():
        cost = statistics.median(times)
        print(f"| {name} | {cost:.1f} | {cost / floor:.2f} |")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--rate", type=int, default=0, help="chunks a second; 0: no pause")
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def _measure(port: int, events: int, rounds: int) -> dict[str, list[float]]:
    costs: dict[str, list[float]] = {name: [] for name in READERS}
    for number in range(rounds + 1):
        for name, read in READERS.items():
            began = time.process_time()
            seen = asyncio.run(read(port))
            spent = time.process_time() - began
            assert seen == events, f"{name} saw {seen} of {events}"
            # The first round pays for imports and caches.
            if number:
                costs[name].append(spent / events * 1e6)
    return costs


@contextmanager
def serving(events: int, rate: int) -> Iterator[int]:
    command = [sys.executable, "-m", "bench.chunk_server", str(events), *([str(rate)] * bool(rate))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        yield int(server.stdout.readline())
        server.communicate()


if __name__ == "__main__":
    main()
