"""Screens that bear what comes between two of their drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.geometry import Offset, Size
    from textual.widget import Widget


class SteadyScreen:
    """Mixed into a screen: a terminal that changes its size, and clicks on what has just gone."""

    def _screen_resized(self, size: Size) -> None:
        # Textual tells a screen each size that it was laid out for, and lays out what is below a
        # dialog for each size that it is told: two sizes would chase each other, and no key be
        # heard, for ever.
        screen: Any = self
        beneath: Any = super()
        beneath._screen_resized(screen.app.size)

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        # A click on a widget that has just been removed would crash (Textualize/textual#6643).
        beneath: Any = super()
        widget, offset = beneath.get_widget_and_offset_at(x, y)
        attached = widget is not None and widget.is_attached
        return (widget, offset) if attached else (None, None)
