"""The names of a screen's views, with the keys that show them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from .drawing import Drawing

_WIDE_GAP, _NARROW_GAP = "   ", " "


class ViewTabs(Drawing):
    """One line such as `1 figures  2 plots`; the one on show is marked, also without colour."""

    def __init__(self, names: Sequence[str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.names = tuple(names)
        self.current = 0

    def show(self, current: int) -> None:
        if current != self.current:
            self.current = current
            self.redraw()

    def picture(self, width: int) -> list[Content]:
        tabs = [self._tab(place, name) for place, name in enumerate(self.names)]
        wide = Content(_WIDE_GAP).join(tabs)
        line = wide if wide.cell_length <= width else Content(_NARROW_GAP).join(tabs)
        return [line.truncate(width)]

    def _tab(self, place: int, name: str) -> Content:
        if place == self.current:
            return Content.styled(f"[{place + 1} {name}]", "bold $text-primary")
        return Content.styled(f" {place + 1} {name} ", "$foreground 60%")
