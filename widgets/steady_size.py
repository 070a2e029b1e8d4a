"""Screens that stand still while a terminal is made larger and smaller."""

from __future__ import annotations

from typing import Any

from textual.geometry import Size


class SteadySize:
    """Mixed into a screen: it is laid out for the terminal as it is now, and for no earlier size.

    Textual tells a screen each size that it was laid out for, and lays out what is below a dialog
    for each size that it is told: two sizes would chase each other, and no key be heard, for ever.
    """

    def _screen_resized(self, size: Size) -> None:
        screen: Any = self
        beneath: Any = super()
        beneath._screen_resized(screen.app.size)
