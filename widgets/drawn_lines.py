"""The lines that Textual keeps of what it has drawn."""

from __future__ import annotations

from typing import Any

from textual._styles_cache import StylesCache


def keep_no_closed_lines() -> None:
    """Let Textual drop a widget's lines with the widget. May be called again.

    `StylesCache.get_inner_outer` remembers two styles for two colours, but is a method, so that
    each of the thousand entries holds on to a widget's lines, long after it was removed: some
    hundred megabytes. With a class in their place, the entries hold colours alone.
    """
    remembered: Any = vars(StylesCache)["get_inner_outer"]
    if not isinstance(remembered, classmethod):
        cache: Any = StylesCache
        cache.get_inner_outer = classmethod(remembered)
