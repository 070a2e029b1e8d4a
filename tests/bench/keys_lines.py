"""How soon a key shows while a reply streams, beside the same program at rest."""

from collections.abc import Iterator

from bench.lines import Goal, Line
from bench.peer_programs import US
from bench.peers_lines import RATE, TOKENS, shown


def lines(quick: bool) -> Iterator[Line]:
    found = shown(US, 1 if quick else 5)
    idle, busy = found.idle_keys * 1000, found.keys * 1000
    yield Line("key echoed while a reply streams, p95", "ms", busy, Goal(1.25, "floor"), floor=idle)
    cost = found.cpu_answer / TOKENS * 1e6
    yield Line(f"the whole workbench, a token at {RATE}/s", "µs CPU", cost)
    yield Line("behind the server at the end", "ms", found.behind * 1000)
