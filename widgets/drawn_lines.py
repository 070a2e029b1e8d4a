"""The lines that Textual keeps of what it has drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, wraps
from typing import Any

from rich.style import Style
from textual._styles_cache import StylesCache
from textual.strip import Strip

_LOOKS = 1_024
"""Colours and attributes whose escape sequence is remembered."""
_Divide = Callable[[Strip, Iterable[int]], Sequence[Strip]]


def let_lines_go() -> None:
    """Let Textual's lines go with what shows them. May be called again."""
    _remember_no_widgets()
    line: Any = Strip
    if not hasattr(line.divide, "__wrapped__"):
        line.divide = _without_itself(line.divide)
        line.render_ansi = _by_look(vars(Strip)["render_ansi"])


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


def _by_look(render: Any) -> Any:
    """Of each place in a text that can be selected there is a style, alike in its look to those of
    all others. Sixteen thousand would be remembered with their sequences: some ten megabytes.
    """
    textual: Any = render.__func__.__wrapped__

    @lru_cache(_LOOKS)
    def sequence(color: Any, background: Any, attributes: int, are_set: int, system: Any) -> str:
        look: Any = Style()
        look._color, look._bgcolor = color, background
        look._attributes, look._set_attributes = attributes, are_set
        return textual(Strip, look, system)

    def render_ansi(style: Any, color_system: Any) -> str:
        look = (style._color, style._bgcolor, style._attributes, style._set_attributes)
        style._ansi = sequence(*look, color_system)
        return style._ansi

    return staticmethod(render_ansi)
