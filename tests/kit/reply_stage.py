"""A reply view alone on a screen; frames come when the test says so."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from kit.page_samples import ManualClock
from quayside.widgets.reading_view import ReadingView
from quayside.widgets.reply_view import ReplyView


class Page(App[None]):
    def __init__(self, kind: type[ReplyView] = ReplyView) -> None:
        super().__init__()
        self.clock = ManualClock()
        self._kind = kind

    def compose(self) -> ComposeResult:
        yield self._kind(clock=self.clock)


@asynccontextmanager
async def opened(
    size: tuple[int, int] = (60, 12), kind: type[ReplyView] = ReplyView
) -> AsyncIterator[tuple[Pilot[Any], Any]]:
    app = Page(kind)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot, app.query_one(ReplyView)


def reading(size: tuple[int, int] = (60, 12)) -> Any:
    return opened(size, ReadingView)


async def frames(pilot: Pilot[Any]) -> None:
    while pilot.app.clock.tick():
        await pilot.pause()


def screen_rows(view: ReplyView) -> list[str]:
    return [view.render_line(y).text.rstrip() for y in range(view.size.height)]


def place(view: Any) -> str:
    """What the view says of the reader's place, without whether there is more below."""
    return view._told.removesuffix("▼ more").removesuffix(" · ")
