"""How lanes are told apart: by colour, by a mark, and by their engine and model."""

from collections.abc import Sequence

from ...core.lanes import Lane, Path
from ...core.wire.address import AddressError, parse_engine_base
from ..status_rows import host_of

LANE_MARKS = ("●", "▲", "■", "◆")
"""One for each place, so that lanes are told apart without colour too."""
_TOKENS = ("$lane-sdk", "$lane-proxy", "$lane-litellm", "$text-accent")
_OF_PATH = {Path.SDK: "$lane-sdk", Path.PROXY: "$lane-proxy", Path.LITELLM: "$lane-litellm"}


def lane_colours(lanes: Sequence[Lane]) -> list[str]:
    """A theme's token for each lane: its path's own, another one where that is taken."""
    given: list[str] = []
    for lane in lanes:
        own = _OF_PATH[lane.path]
        free = [token for token in (own, *_TOKENS) if token not in given]
        given.append(free[0] if free else own)
    return given


def lane_mark(lane: int) -> str:
    return LANE_MARKS[lane % len(LANE_MARKS)]


def engine_of(lane: Lane) -> str:
    """The engine that the base names; of a gateway or another server, its host."""
    if lane.path is Path.PROXY:
        return host_of(lane)
    try:
        return parse_engine_base(lane.base).engine or host_of(lane)
    except AddressError:
        return host_of(lane)
