"""What a chunk costs the client, beside a bare socket and beside what others read with."""

import asyncio
from collections.abc import Iterator

from bench import stream_clients as clients
from bench.lines import Goal, Line, medians
from bench.litellm_reader import LiteLLMReader, NotHere
from bench.transport import Reader, here, measure, serving

FLOOR, OURS = "raw socket and json", "client, to events"
READERS: dict[str, Reader] = {
    FLOOR: here(clients.floor),
    OURS: here(clients.engine_client),
    "httpx": here(clients.httpx_lines),
}
GOALS = {"httpx": 1 / 3, "openai SDK": 1 / 15, "LiteLLM SDK": 1 / 50}


def lines(quick: bool) -> Iterator[Line | str]:
    """The openai SDK alone takes longer to import than a quick run may take."""
    if quick:
        yield from _compared(READERS, 4_000, 3)
        return
    readers = READERS | {"openai SDK": here(clients.openai_sdk)}
    try:
        with asyncio.Runner() as loop, LiteLLMReader(loop) as litellm:
            yield from _compared(readers | {"LiteLLM SDK": litellm.read}, 10_000, 5)
    except NotHere as problem:
        yield f"LiteLLM SDK: {problem}"
        yield from _compared(readers, 10_000, 5)


def _compared(readers: dict[str, Reader], events: int, rounds: int) -> Iterator[Line]:
    with serving(events, rate=0) as port:
        costs = medians(measure(readers, port, events, rounds))
    ours, floor = costs[OURS], costs[FLOOR]
    yield Line("read a chunk", "µs CPU", ours, Goal(1.6, "floor"), floor=floor)
    for name, most in GOALS.items():
        if name in costs:
            goal = Goal(most, "peer")
            yield Line(f"read a chunk, {name}", "µs CPU", ours, goal, floor, costs[name])
