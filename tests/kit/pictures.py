"""Pictures of an app as SVG, the same on each run, kept in files that tests compare with."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from quayside.widgets.reply_view import ReplyView

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "tests" / "looks" / "pictures"
REDRAW = "PYTHONPATH=tests python -m kit.draw_pictures"

Prepare = Callable[[Pilot[Any]], Awaitable[None]]


async def picture(app: App[Any], prepare: Prepare, size: tuple[int, int], title: str = "") -> str:
    """The app's screen at `size` (columns, rows) once `prepare` has brought it there."""
    async with app.run_test(size=size) as pilot:
        await prepare(pilot)
        await still(pilot)
        return _steady(app.export_screenshot(title=title or None))


async def still(pilot: Pilot[Any]) -> None:
    """Wait until all replies are drawn; hold every cursor on."""
    screen = pilot.app.screen
    for field in screen.query("*").results(Input | TextArea):
        field.cursor_blink = False
    await pilot.pause()
    while not all(view.settled for view in screen.query(ReplyView)):
        await pilot.pause()
    await pilot.pause()


def kept(name: str) -> Path:
    return PICTURES / f"{name}.svg"


def _steady(svg: str) -> str:
    """Without the number that tells pictures on one web page apart."""
    return re.sub(r"\bterminal-\d+", "terminal", svg).rstrip() + "\n"
