"""Rows of texts as columns for a terminal."""

from collections.abc import Sequence

from ..core.plain_text import one_line


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns two blanks apart; foreign texts stay on their line."""
    plain = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*plain, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in plain
    ]
    return "\n".join(line.rstrip() for line in lines)
