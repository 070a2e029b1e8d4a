"""Panes that are written while a clock runs: `python -m bench.view_app OPTIONS`, OPTIONS in JSON.

They wait for Enter. Then each pane is fed by an absolute schedule, and what that cost is written
to a file. `design` is `ours`, `markdown` (Textual's own stream) or `none`, which only reads the
tokens: the floor.
"""

import asyncio
import gc
import json
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.loop_meters import MeteredSelector, tick, told
from bench.mixed_document import tokens
from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Markdown, Static
from textual.widgets.markdown import MarkdownStream

from quayside.app.core.garbage import (
    FullCollections,
    collect_from_now_on,
    start_without_collecting,
)
from quayside.widgets.frame_clock import FrameClock
from quayside.widgets.reading_view import ReadingView

TENTHS = 10
Feed = Callable[[str], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Options:
    report: str
    design: str = "ours"
    panes: int = 1
    tokens: int = 1_000
    rate: float = 100.0
    """Tokens a second, for each pane."""
    ticker: bool = False


class ViewApp(App[None]):
    CSS = "Horizontal { height: 1fr; } Horizontal > * { width: 1fr; height: 1fr; }"
    AUTO_FOCUS = "Input"

    def __init__(self, options: Options, selector: MeteredSelector) -> None:
        super().__init__()
        self.options, self._selector = options, selector
        self._clock = FrameClock()
        self._late: list[float] = []
        self._full = 0
        self._streams: list[MarkdownStream] = []
        self._panes: list[Widget] = [self._pane() for _ in range(options.panes)]

    def compose(self) -> ComposeResult:
        yield Horizontal(*self._panes)
        yield Input(placeholder="ready")

    def _pane(self) -> Widget:
        if self.options.design == "ours":
            return ReadingView(clock=self._clock)
        return VerticalScroll(Markdown()) if self.options.design == "markdown" else Static()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        event.input.value = ""
        # As the workbench does it.
        collect_from_now_on()
        self.run_worker(self._measure())

    async def _measure(self) -> None:
        ticker = asyncio.create_task(tick(self._late)) if self.options.ticker else None
        gc.callbacks.append(self._collected)
        self._selector.turns.clear()
        began, cpu = time.monotonic(), time.process_time()
        with FullCollections().put_off():
            marks = await self._feed_all()
            await self._settle()
        report = {
            "cpu": time.process_time() - cpu,
            "seconds": time.monotonic() - began,
            "tenths": [later - one for one, later in pairwise(marks)],
            "late": told(self._late),
            "own": told(self._selector.late()),
            "full_collections": self._full,
        }
        if ticker:
            ticker.cancel()
        self._tell(report)

    def _tell(self, report: Mapping[str, Any]) -> None:
        Path(self.options.report).write_text(json.dumps(report))
        self.query_one(Input).placeholder = "the-end"

    def _collected(self, phase: str, info: dict[str, int]) -> None:
        self._full += phase == "stop" and info["generation"] == 2

    async def _feed_all(self) -> list[float]:
        """The CPU time at each tenth of the tokens."""
        feeds = [await self._feed(pane) for pane in self._panes]
        pieces, rate = tokens(self.options.tokens), self.options.rate
        began, marks = time.monotonic(), list[float]()
        for place, piece in enumerate(pieces):
            if place % (len(pieces) // TENTHS) == 0:
                marks.append(time.process_time())
            await asyncio.sleep(max(0.0, began + place / rate - time.monotonic()))
            for feed in feeds:
                await feed(piece)
        return [*marks, time.process_time()]

    async def _feed(self, pane: Widget) -> Feed:
        if isinstance(pane, ReadingView):
            return _soon(pane.feed)
        if isinstance(pane, VerticalScroll):
            pane.anchor()
            self._streams.append(Markdown.get_stream(pane.query_one(Markdown)))
            return self._streams[-1].write
        return _soon(list[str]().append)

    async def _settle(self) -> None:
        for stream in self._streams:
            await stream.stop()
        ours = [pane for pane in self._panes if isinstance(pane, ReadingView)]
        for pane in ours:
            pane.finish()
        drawn = asyncio.Event()
        self.set_interval(0.02, lambda: drawn.set() if all(p.settled for p in ours) else None)
        await drawn.wait()


def _soon(feed: Callable[[str], Any]) -> Feed:
    async def fed(piece: str) -> None:
        feed(piece)

    return fed


def main() -> None:
    selector = MeteredSelector()
    loop = asyncio.SelectorEventLoop(selector)
    with start_without_collecting():
        ViewApp(Options(**json.loads(sys.argv[1])), selector).run(loop=loop)


if __name__ == "__main__":
    main()
