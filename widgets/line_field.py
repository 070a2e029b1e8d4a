"""One line to write in."""

from __future__ import annotations

from typing import Any

from textual.widgets import Input

from .keys_in_order import KeysInOrder

LONGEST_LINE = 20_000
"""Characters; with ten times as many, each key would be answered after ten seconds."""


class LineField(KeysInOrder, Input):
    """Textual's, in which keys that come fast act in their order, and which has an end."""

    def on_mount(self) -> None:
        self.max_length = self.max_length or LONGEST_LINE

    def on_unmount(self) -> None:
        # The screen's signal would hold on to it, and to what was typed, as long as the screen.
        screen: Any = self.screen
        screen.text_selection_started_signal.unsubscribe(self)

    def restricted(self) -> None:
        if self.type != "text":
            super().restricted()
            return
        words = f"One line holds at most {self.max_length:,} characters"
        self.notify(words, severity="warning", markup=False)
