"""One line to write in."""

from __future__ import annotations

from textual.widgets import Input

from .keys_in_order import KeysInOrder


class LineField(KeysInOrder, Input):
    """Textual's, in which keys that come fast act in their order."""
