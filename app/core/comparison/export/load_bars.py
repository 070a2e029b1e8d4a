"""How many answers a second each lane gave with so many requests in flight, as bars."""

from collections.abc import Sequence

from ..plan import Plan
from ..report.amounts import lane_mark
from ..report.verdicts import answered_per_second, asks_service
from ..sweep import Load
from .axis import Axis
from .drawing import FOOT, HEAD, LEFT, NOTE, RIGHT, ROW, Panel, box, coloured, marks, word
from .plot_style import LANE_COLOURS

_PALE, _FULL = 20, 8
"""Heights of the bar of all answers, and of the one of good answers in it."""


def load_bars(plan: Plan, loads: Sequence[Load]) -> list[Panel]:
    """One panel, or none where one request at a time was in flight."""
    if not loads:
        return []
    most = max(answered_per_second(one) for one in loads)
    axis = Axis(0.0, most * 1.04 or 1.0, LEFT, RIGHT)
    bottom = HEAD + ROW * len(loads)
    title = "Answers a second, by requests in flight"
    told = f"{title}; full: the good ones" if asks_service(plan) else title
    rows = [_row(plan, axis, HEAD + ROW * place, one) for place, one in enumerate(loads)]
    return [(bottom + FOOT, "".join([word(10, 18, told, "head"), marks(axis, bottom), *rows]))]


def _row(plan: Plan, axis: Axis, top: float, load: Load) -> str:
    middle, answered = top + ROW / 2, answered_per_second(load)
    left = axis.at(0.0)
    parts = [
        word(10, middle + 4, f"{lane_mark(plan, load.lane)} · {load.level}"),
        box("band", left, axis.at(answered), middle - _PALE / 2, _PALE),
    ]
    said = f"{answered:.2f}/s"
    if asks_service(plan):
        good = load.good_per_second
        parts.append(box("point", left, axis.at(good), middle - _FULL / 2, _FULL))
        said += f", {good:.2f} good"
    parts.append(word(NOTE, middle + 4, said, "quiet"))
    return coloured(f"lane{load.lane % LANE_COLOURS}", parts)
