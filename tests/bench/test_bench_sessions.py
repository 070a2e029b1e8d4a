"""How quick a full store of sessions is; only ratios within one run are judged.

At the size that is promised, with the times told:
`QUAYSIDE_BENCH_SESSIONS=10000 python -m pytest tests/bench/test_bench_sessions.py -s`.
"""

import os
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import closing

import pytest
from bench.full_store import TURNS, fill

from quayside.app.core.comparison.statistics import quantile
from quayside.app.core.sessions.listing import EVERY_LIVING, Filter
from quayside.app.core.sessions.opening import FILE_NAME
from quayside.app.core.sessions.store import open_store

SESSIONS = int(os.environ.get("QUAYSIDE_BENCH_SESSIONS", "2000"))
QUERIES = ("harbour light", "the", "zephyr", '"and the"', "salt a", "quay", "zebra", "nobody-here")
TYPED = [query[:end] for query in QUERIES for end in range(1, len(query) + 1)]
ROUNDS = 3


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    folder = tmp_path_factory.mktemp("full")
    fill(folder / FILE_NAME, SESSIONS)
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    fill(folder / FILE_NAME, 1)
    return folder


async def milliseconds(work: Callable[[], Awaitable[object]]) -> list[float]:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        await work()
        times.append((time.perf_counter() - begun) * 1000)
    return times


async def searching(folder, chosen=EVERY_LIVING) -> list[list[float]]:
    store = await open_store(folder)
    try:
        return [await milliseconds(lambda text=text: store.search(text, chosen)) for text in TYPED]
    finally:
        await store.close()


async def reading_the_index(folder) -> list[list[float]]:
    """The floor: the index is asked once for each text, and nothing else is done."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:

        async def read(match: str) -> None:
            connection.execute(
                "SELECT count(*) FROM words WHERE words MATCH ?", (match,)
            ).fetchone()

        matches = [f'"{text.replace(chr(34), "")}"*' for text in TYPED]
        return [await milliseconds(lambda match=match: read(match)) for match in matches]


def told(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    middle, most = quantile(ordered, 0.5), quantile(ordered, 0.95)
    print(f"{name}: p50 {middle:.1f} ms, p95 {most:.1f} ms, longest {ordered[-1]:.1f} ms")


def flat(rounds: list[list[float]]) -> list[float]:
    return [one for times in rounds for one in times]


def best(rounds: list[list[float]]) -> float:
    return sum(min(times) for times in rounds)


async def test_a_search_as_it_is_typed_costs_a_few_readings_of_the_index(full):
    floor, typed = await reading_the_index(full), await searching(full)
    narrowed = await searching(full, Filter(tag="few"))
    print(f"\n{SESSIONS} sessions, {SESSIONS * TURNS} turns; {len(TYPED)} texts as they are typed")
    told("the index alone", flat(floor))
    told("search", flat(typed))
    told("search among few sessions", flat(narrowed))
    ratios = [best(times) / best(floor) for times in (typed, narrowed)]
    print(f"of the index alone: {ratios[0]:.1f} times, {ratios[1]:.1f} times")
    assert ratios[0] < 8
    assert ratios[1] < 12


async def begin(folder, session: str) -> None:
    """What a start does: open the store, list what was used last, and read one session."""
    store = await open_store(folder)
    try:
        assert await store.rows(limit=50)
        assert (await store.open(session)).turns
    finally:
        await store.close()


async def test_a_full_store_starts_about_as_quickly_as_a_small_one(full, small):
    last = f"s{SESSIONS}"
    times = {"small": [], "full": []}
    for _ in range(2 * ROUNDS):
        times["small"] += await milliseconds(lambda: begin(small, "s1"))
        times["full"] += await milliseconds(lambda: begin(full, last))
    print()
    for name, found in times.items():
        told(f"start, list and last session, {name} store", found)
    assert min(times["full"]) < 4 * min(times["small"])
