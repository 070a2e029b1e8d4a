"""Dots in characters: a braille cell holds two columns of four."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

COLUMNS, ROWS = 2, 4
_BLANK = 0x2800
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""By row from the top and by column; Unicode, Braille Patterns."""


def dotted(dots: Iterable[tuple[int, int]], cells: int, lines: int) -> list[str]:
    """Lines of braille with these dots; places are (column, row), counted from the top left."""
    codes = [[_BLANK] * cells for _ in range(lines)]
    for column, row in dots:
        codes[row // ROWS][column // COLUMNS] |= _BITS[row % ROWS][column % COLUMNS]
    return ["".join(map(_character, line)) for line in codes]


def _character(code: int) -> str:
    # Some fonts draw the blank cell as eight rings.
    return " " if code == _BLANK else chr(code)


def heaped(columns: Sequence[int], cells: int, lines: int) -> tuple[list[str], int]:
    """A dot for each time that a column is named, heaped from the bottom.

    Also gives how many times a dot stands for, where the highest heap would not fit.
    """
    counts: dict[int, int] = {}
    for column in columns:
        counts[column] = counts.get(column, 0) + 1
    height = lines * ROWS
    each = max(1, -(-max(counts.values(), default=0) // height))
    dots = [
        (column, height - 1 - level)
        for column, count in counts.items()
        for level in range(-(-count // each))
    ]
    return dotted(dots, cells, lines), each
