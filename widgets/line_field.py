"""One line to write in."""

from __future__ import annotations

from textual.widgets import Input

from .keys_in_order import KeysInOrder

LONGEST_LINE = 20_000
"""Characters; with ten times as many, each key would be answered after ten seconds."""


class LineField(KeysInOrder, Input):
    """Textual's, in which keys that come fast act in their order, and which has an end."""

    def on_mount(self) -> None:
        self.max_length = LONGEST_LINE

    def restricted(self) -> None:
        words = f"One line holds at most {LONGEST_LINE:,} characters"
        self.notify(words, severity="warning", markup=False)
