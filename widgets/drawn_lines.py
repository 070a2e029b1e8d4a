"""The lines that Textual keeps of what it has drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

from textual._styles_cache import StylesCache
from textual.strip import Strip

_Divide = Callable[[Strip, Iterable[int]], Sequence[Strip]]


def let_lines_go() -> None:
    """Let Textual's lines go with what shows them. May be called again."""
    _remember_no_widgets()
    line: Any = Strip
    if not hasattr(line.divide, "__wrapped__"):
        line.divide = _without_itself(line.divide)


def _remember_no_widgets() -> None:
    """`StylesCache.get_inner_outer` remembers two styles for two colours, but is a method, so that
    each of the thousand entries holds on to a widget's lines, long after it was removed: some
    hundred megabytes. With a class in their place, the entries hold colours alone.
    """
    remembered: Any = vars(StylesCache)["get_inner_outer"]
    if not isinstance(remembered, classmethod):
        cache: Any = StylesCache
        cache.get_inner_outer = classmethod(remembered)


def _without_itself(divide: _Divide) -> _Divide:
    """A line that is drawn whole keeps itself as its only part. Such a circle waits for a full
    collection, and while a reply streams these are put off: some 40 MB a minute."""

    @wraps(divide)
    def divided(line: Strip, cuts: Iterable[int]) -> Sequence[Strip]:
        places = list(cuts)
        return [line] if places == [line.cell_length] else divide(line, places)

    return divided
