"""The few shapes that plots are made of, as SVG; sizes are pixels."""

from collections.abc import Sequence

from ...markup import text_of
from .axis import Axis

WIDTH, LEFT, RIGHT, NOTE = 820, 100, 660, 676
ROW, HEAD, FOOT = 34, 30, 34
Panel = tuple[int, str]
"""A height, and what is drawn in it."""


def word(left: float, base: float, text: str, kind: str = "", anchor: str = "start") -> str:
    """Foreign text, escaped, with `base` under its letters."""
    classes = f"word {kind}".strip()
    return (
        f'<text class="{classes}" x="{left}" y="{base}" text-anchor="{anchor}">'
        f"{text_of(text)}</text>"
    )


def upright(kind: str, at: float, top: float, bottom: float) -> str:
    return f'<path class="{kind}" d="M{at} {top}V{bottom}"/>'


def box(kind: str, left: float, right: float, top: float, tall: float) -> str:
    """From `left` to `right`, a pixel wide at least."""
    wide = max(right - left, 1)
    return f'<rect class="{kind}" x="{left}" y="{top}" width="{wide:.2f}" height="{tall}"/>'


def marks(axis: Axis, bottom: float) -> str:
    """The scale of a panel: a line and a number for each round mark."""
    return "".join(
        upright("grid", axis.at(mark), HEAD, bottom)
        + word(axis.at(mark), bottom + 15, f"{mark:g}", "quiet", "middle")
        for mark in axis.marks
    )


def coloured(kind: str, parts: Sequence[str]) -> str:
    return f'<g class="{kind}">{"".join(parts)}</g>'
