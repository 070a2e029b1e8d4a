"""What the figures of a report are, for a reader who meets their names for the first time."""

from ..analysis import Analysis
from ..figures import figure_named
from .lane_figures import FIGURES, SPEEDS
from .parts import Section


def meanings(analysis: Analysis) -> Section:
    """A line for each figure that any lane has."""
    told = {name for lane in analysis.lanes for name in lane.figures}
    shown = [figure_named(name) for name in (*FIGURES, *SPEEDS) if name in told]
    lines = tuple(f"{one.title}: {one.meaning}" for one in shown)
    return Section(title="What the figures are", lines=lines)
