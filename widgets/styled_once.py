"""Screens whose widgets are styled when they are mounted, and not again until something changed."""

from __future__ import annotations

from typing import Any, cast

from textual.events import ScreenResume


class StyledOnce:
    """Mixed into a screen: a quarter of the time up to its first frame would go into the rest."""

    _been_shown = False

    def __init__(self) -> None:
        super().__init__()
        # A screen that is older than the theme has all style sheets parsed; Textual takes a new
        # one for such a one.
        screen = cast("Any", self)
        screen._css_update_count = screen.app._css_update_count

    def on_compose(self) -> None:
        # Told with the first layout, a width has all that was mounted styled again.
        screen: Any = self
        size = screen.app.size
        across = (size.width, screen.HORIZONTAL_BREAKPOINTS)
        down = (size.height, screen.VERTICAL_BREAKPOINTS)
        for extent, points in (across, down):
            if points:
                screen.add_class(*screen._get_breakpoint_classes(extent, points))

    def _on_screen_resume(self, event: ScreenResume) -> None:
        event.refresh_styles = event.refresh_styles and self._been_shown
        self._been_shown = True
