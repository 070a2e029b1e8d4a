"""One widget on an empty screen, in the program's own colours."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget

from quayside.app.skins import SKIN_DEFAULTS, load_skins, register_skins


class Easel(App[None]):
    """Shows a widget and keeps the messages that it sends."""

    def __init__(self, shown: Widget) -> None:
        super().__init__()
        self.shown = shown
        skins = load_skins().themes
        register_skins(self, skins)
        self.theme = skins[0].name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(SKIN_DEFAULTS)

    def compose(self) -> ComposeResult:
        yield self.shown


@asynccontextmanager
async def drawn(widget: Widget, size: tuple[int, int] = (60, 20)) -> AsyncIterator[Pilot[Any]]:
    async with Easel(widget).run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield pilot


def rows(pilot: Pilot[Any]) -> list[str]:
    """All that is on the screen, without the blank end of it."""
    strips = pilot.app.screen._compositor.render_strips()
    lines = [strip.text.rstrip() for strip in strips]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def hidden_names(widget: Widget) -> set[str]:
    """Names of ours, in a widget and its classes, that hide one of Textual's own."""
    kinds = [kind for kind in type(widget).__mro__ if kind.__module__.startswith("quayside.")]
    of_classes = {name for kind in kinds for name in vars(kind)} - {*vars(_Plain), *vars(_Mixed)}
    ours = of_classes | (set(vars(widget)) - set(vars(_Plain())))
    return (ours & set(dir(_Plain()))) - _OVERRIDDEN


class _Plain(Widget):
    """What Textual puts into every class."""


class _Mixed:
    """What Python does."""


_OVERRIDDEN = {
    "_on_key",
    "__init__",
    "BINDINGS",
    "BINDING_GROUP_TITLE",
    "DEFAULT_CSS",
    "compose",
    "get_content_height",
    "notify_style_update",
    "render_line",
}
"""What Textual means to be overridden."""
