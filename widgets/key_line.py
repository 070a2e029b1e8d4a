"""The keys that can be pressed, at the foot of a screen."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import Any

from rich.cells import cell_len
from textual.app import App
from textual.binding import ActiveBinding
from textual.content import Content
from textual.events import Leave, MouseDown, MouseMove
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

_STAYS = "command_palette"
"""The palette has all other keys, so it never yields."""


class KeyLine(Widget):
    """A footer in one piece; Textual's own is a widget for each key, mounted anew at each change.

    Where it is too narrow, keys that hold everywhere yield to those of the screen, the last of
    them first.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyLine {
        dock: bottom; height: 1; text-wrap: nowrap; text-overflow: clip;
        color: $footer-foreground; background: $footer-background;
    }
    """

    shown: reactive[tuple[ActiveBinding, ...]] = reactive(())
    """What is on the line, from left to right."""
    pointed_at: reactive[ActiveBinding | None] = reactive[ActiveBinding | None](None)
    """The key under the mouse."""

    def on_mount(self) -> None:
        # Textual leaves the result types of screens and applications open.
        screen: Any = self.screen
        screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        # Without the focus of the terminal there are no bindings at all; the line stays.
        if screen is self.screen and self._application.app_focus:
            self.call_after_refresh(self._take_keys)

    def on_resize(self) -> None:
        self._take_keys()

    def render(self) -> Content:
        return Content(" ").join(self._piece(key) for key in self.shown)

    def on_mouse_down(self, event: MouseDown) -> None:
        if (key := self._key_at(event.x)) is None:
            return
        if key.enabled:
            self._application.simulate_key(key.binding.key)
        else:
            self._application.bell()

    def on_mouse_move(self, event: MouseMove) -> None:
        self.pointed_at = self._key_at(event.x)

    def on_leave(self, _event: Leave) -> None:
        self.pointed_at = None

    def watch_pointed_at(self, key: ActiveBinding | None) -> None:
        self.tooltip = (key.tooltip or None) if key else None
        self.styles.pointer = "pointer" if key else "default"

    def _take_keys(self) -> None:
        if self.is_attached:
            self.shown = tuple(self._fitting_keys())

    def _fitting_keys(self) -> list[ActiveBinding]:
        active = self.screen.active_bindings.values()
        first = {one.binding.action: one for one in reversed(active) if one.binding.show}
        keys = [one for one in active if first.get(one.binding.action) is one]
        yielding = [one for one in keys if isinstance(one.node, App)]
        while yielding and self._width(keys) > self.size.width > 0:
            if (last := yielding.pop()).binding.action != _STAYS:
                keys.remove(last)
        return keys

    def _width(self, keys: Iterable[ActiveBinding]) -> int:
        return sum(cell_len(self._words(key)) + 1 for key in keys) - 1

    def _key_at(self, column: int) -> ActiveBinding | None:
        ends = accumulate(cell_len(self._words(key)) + 1 for key in self.shown)
        for key, end in zip(self.shown, ends, strict=True):
            if column < end:
                return key if column < end - 1 else None
        return None

    def _piece(self, key: ActiveBinding) -> Content:
        binding = key.binding
        pointed = " on $block-hover-background" if key == self.pointed_at else ""
        dim = "" if key.enabled else "dim "
        name, words = self._display(key), f" {binding.description}"
        return Content.assemble(
            (name, f"bold {dim}$footer-key-foreground{pointed}"),
            (words, f"{dim}$footer-description-foreground{pointed}"),
        )

    def _words(self, key: ActiveBinding) -> str:
        return f"{self._display(key)} {key.binding.description}"

    def _display(self, key: ActiveBinding) -> str:
        return self._application.get_key_display(key.binding)

    @property
    def _application(self) -> App[Any]:
        line: Any = self
        return line.app
