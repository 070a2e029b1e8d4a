"""Foreign text made safe to draw: no control character ever reaches the terminal."""

from __future__ import annotations

from collections.abc import Mapping

TAB_WIDTH = 4


def _marks() -> Mapping[int, str]:
    """C0 as control pictures, DEL as ␡, C1 and the direction marks by their number in ‹ ›."""
    marks = {code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)}
    marks[0x09] = " " * TAB_WIDTH
    marks[0x7F] = "␡"
    named = [*range(0x80, 0xA0), 0x061C, 0x200E, 0x200F, 0x2028, 0x2029]
    named += [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF]
    marks |= {code: f"‹{code:04X}›" for code in named}
    # A lone surrogate cannot be encoded for any terminal.
    marks |= dict.fromkeys(range(0xD800, 0xE000), "�")
    return marks


_MARKS = _marks()


def visible(text: str) -> str:
    """Show control characters, terminal escapes and direction overrides as marks.

    Line feeds stay; CR LF and a lone CR become line feeds.
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_MARKS)


def visible_line(text: str) -> str:
    """The same on one line: line feeds become `␊`."""
    return visible(text).replace("\n", "␊")
