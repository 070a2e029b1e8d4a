"""The lines that Textual keeps of what it has drawn."""

from __future__ import annotations

from typing import Any

from textual.widget import Widget


def forget_lines(closing: Widget) -> None:
    """Of `closing` and all in it, before it is removed.

    A cache of Textual's (`StylesCache.get_inner_outer`) holds on to a thousand widgets that are
    gone, with every line of theirs: some hundred megabytes.
    """
    for widget in closing.walk_children(Widget, with_self=True):
        drawn: Any = widget
        drawn._styles_cache.clear()
