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
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager

from bench import stream_clients as clients
from bench.on_terminal import TESTS

Reader = Callable[[int], tuple[int, float]]
"""Reads the stream at a port to its end; gives how much it saw, and its seconds of CPU."""


def here(read: Callable[[int], Awaitable[int]]) -> Reader:
    """In this process."""

    def reader(port: int) -> tuple[int, float]:
        began = time.process_time()
        seen = asyncio.run(read(port))
        return seen, time.process_time() - began

    return reader


READERS: dict[str, Reader] = {
    "raw socket + json (floor)": here(clients.floor),
    "our transport + decoder + json": here(clients.decoder),
    "EngineClient, to events": here(clients.engine_client),
    "httpx aiter_lines + json": here(clients.httpx_lines),
    "openai SDK": here(clients.openai_sdk),
}


def main() -> None:
    options = _options()
    with serving(options.events, options.rate) as port:
        costs = measure(READERS, port, options.events, options.rounds)
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


def measure(
    readers: Mapping[str, Reader], port: int, events: int, rounds: int
) -> dict[str, list[float]]:
    """The microseconds of CPU that a chunk costs each reader, of each round."""
    costs: dict[str, list[float]] = {name: [] for name in readers}
    for number in range(rounds + 1):
        for name, read in readers.items():
            seen, spent = read(port)
            assert seen == events, f"{name} saw {seen} of {events}"
            # The first round pays for imports and caches.
            if number:
                costs[name].append(spent / events * 1e6)
    return costs


@contextmanager
def serving(events: int, rate: int) -> Iterator[int]:
    command = [sys.executable, "-m", "bench.chunk_server", str(events), *([str(rate)] * bool(rate))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=TESTS
    ) as server:
        assert server.stdout is not None
        yield int(server.stdout.readline())
        server.communicate()


if __name__ == "__main__":
    main()
