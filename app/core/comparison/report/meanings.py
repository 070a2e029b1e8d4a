"""What the figures of a report are, for a reader who meets their names for the first time."""

from ..analysis import Analysis
from ..figures import figure_named
from .lane_figures import FIGURES, SPEEDS, repeats
from .parts import Section


def meanings(analysis: Analysis) -> Section:
    """A line for each figure that any lane's table has."""
    shown = [
        figure
        for figure in map(figure_named, (*FIGURES, *SPEEDS))
        if any(figure.name in one.figures and not repeats(one, figure) for one in analysis.lanes)
    ]
    lines = tuple(f"{one.title}: {one.meaning}" for one in shown)
    return Section(title="What the figures are", lines=lines)
