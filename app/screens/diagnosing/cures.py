"""Cures in Quayside's own hands: settings of this session's lanes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ...core.lanes import Lane, LaneText
from ...core.lanes import Path as LanePath
from ...core.wire.address import litellm_base
from ..desk import Desk

if TYPE_CHECKING:
    from ...core.diagnostics.model import Change


def apply(desk: Desk, changes: Sequence["Change"]) -> list[str]:
    """What was changed, in words; empty where no lane has anything to change.

    A changed base gets the key that the settings hold for it, never that of the base before.
    """
    told: list[str] = []
    for change in changes:
        changed = [place for place, lane in desk.lanes.items() if _meant(lane, change)]
        for place in changed:
            desk.lanes[place] = _changed(desk, desk.lanes[place], change)
        if changed:
            told.append(f"{change.setting} is {change.value} for this session")
    if told:
        desk.tell()
    return told


def _meant(lane: Lane, change: "Change") -> bool:
    return lane.path.to_engine is not (change.setting == "proxy_base")


def _changed(desk: Desk, lane: Lane, change: "Change") -> Lane:
    if change.setting == "model":
        return replace(lane, model=change.value)
    own = lane.path is LanePath.LITELLM
    base = litellm_base(change.value) if own else change.value
    fresh = desk.lane_of(LaneText(lane.path, lane.model, base, lane.parameters))
    return replace(fresh, stream=lane.stream)
