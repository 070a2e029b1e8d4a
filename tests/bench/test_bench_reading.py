"""How light it is to find something in a long reply; only ratios within one run are judged.

At the size that is promised, with the times told:
`QUAYSIDE_BENCH_REPLY=1000000 python -m pytest tests/bench/test_bench_reading.py -s`.
"""

import os
import sys
import time

from kit.page_samples import RICH_DOCUMENT, page_styles
from quayside.widgets.reply_find import PageSearch
from quayside.widgets.reply_page import ReplyPage
from quayside.widgets.reply_render import PageRenderer

CHARACTERS = int(os.environ.get("QUAYSIDE_BENCH_REPLY", "100000"))
SLICE = 0.008


def drawn_page() -> ReplyPage:
    page = ReplyPage()
    page.restyle(PageRenderer(80, page_styles()))
    page.feed(RICH_DOCUMENT * (CHARACTERS // len(RICH_DOCUMENT)))
    page.finish()
    while not page.draw(1):
        pass
    return page


def searched(page: ReplyPage, text: str) -> tuple[PageSearch, list[float]]:
    search, slices = PageSearch(text), []
    while not search.through:
        begun = time.perf_counter()
        search.look(page, SLICE)
        slices.append(time.perf_counter() - begun)
    return search, slices


def test_finding_costs_a_small_share_of_drawing():
    begun = time.perf_counter()
    page = drawn_page()
    drawing = time.perf_counter() - begun
    told = [f"{CHARACTERS:,} characters, {len(page):,} rows, drawn in {drawing:.1f} s"]
    for text in ("h", "harbour", "nowhere at all"):
        # The quickest of three: what else this process has to tidy up is not the search's cost.
        runs = (searched(page, text) for _ in range(3))
        search, slices = min(runs, key=lambda run: sum(run[1]))
        told.append(
            f"{text!r}: {len(search.hits):,} hits in {sum(slices) * 1000:.0f} ms, "
            f"{len(slices)} slices of at most {max(slices) * 1000:.1f} ms"
        )
        assert sum(slices) < drawing / 10
    for asked in ("at first", "again"):
        begun = time.perf_counter()
        count = len(page.code_blocks())
        told.append(f"{count:,} blocks {asked} {(time.perf_counter() - begun) * 1000:.1f} ms")
    sys.stdout.write("\n".join(["", *told, ""]))
