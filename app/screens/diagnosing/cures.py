"""Cures in Quayside's own hands: settings of this session, and of its lanes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as File
from typing import TYPE_CHECKING

from ...core.lanes import Lane, LaneText
from ...core.lanes import Path as LanePath
from ...core.settings import SettingsError
from ...core.wire.address import litellm_base
from ..desk import Desk

if TYPE_CHECKING:
    from ...core.diagnostics.model import Change


@dataclass(frozen=True, slots=True)
class Applied:
    """Changes that were made: in words, as a line for a shell, and by their settings' names."""

    words: tuple[str, ...]
    command: str
    settings: tuple[str, ...]


def apply(desk: Desk, looked_at: Sequence[Lane], changes: "Sequence[Change]") -> Applied | None:
    """Change the settings and the lanes that rest on them; None where no lane does.

    `looked_at` are the lanes that the changes were found on. A changed base gets the key that
    the settings hold for it, never that of the base before.
    """
    from ...core.diagnostics.model import command_of

    made = [change for change in changes if _apply(desk, looked_at, change)]
    if not made:
        return None
    desk.tell()
    return Applied(
        words=tuple(f"{change.setting} is {change.value}" for change in made),
        command=command_of(made),
        settings=tuple(change.setting for change in made),
    )


def file_for(desk: Desk, applied: Applied) -> File | None:
    """The `config.yaml` that would hold at the next start; None where something wins over it."""
    holder = desk.kit.holder
    return holder.file if holder is not None and holder.keeps(applied.settings) else None


def keep(desk: Desk, applied: Applied) -> tuple[str, bool]:
    """Words of where it was kept, or why not, and whether it was."""
    holder = desk.kit.holder
    if holder is None:
        return "not kept: there is no config.yaml here", False
    try:
        for name in applied.settings:
            holder.keep(name)
    except (OSError, SettingsError) as problem:
        return f"not kept: {problem}", False
    return f"kept in {holder.file}", True


def where_from(desk: Desk, applied: Applied) -> str:
    """Where the settings came from before they were changed, each once."""
    holder = desk.kit.holder
    sources = [holder.source_of(name) for name in applied.settings] if holder else []
    return ", ".join(dict.fromkeys(sources))


def _apply(desk: Desk, looked_at: Sequence[Lane], change: "Change") -> bool:
    meant = _lanes_of(desk, looked_at, change)
    if meant and desk.kit.holder is not None:
        desk.kit.holder.change(change.setting, change.value)
    for place in meant:
        desk.lanes[place] = _changed(desk, desk.lanes[place], change)
    return bool(meant)


def _lanes_of(desk: Desk, looked_at: Sequence[Lane], change: "Change") -> list[int]:
    """The lane that was looked at, and those that share its setting."""
    to_engine = change.setting in ("api_base", "model")
    found = [lane for lane in looked_at if lane.path.to_engine is to_engine]
    if not found:
        return []
    ours = min(found, key=lambda lane: lane.path is LanePath.LITELLM)
    read: Callable[[Lane], str] = _model if change.setting == "model" else _base
    return [
        place
        for place, lane in desk.lanes.items()
        if lane.path.to_engine is to_engine and read(lane) == read(ours)
    ]


def _model(lane: Lane) -> str:
    return lane.model


def _base(lane: Lane) -> str:
    return litellm_base(lane.base) if lane.path.to_engine else lane.base


def _changed(desk: Desk, lane: Lane, change: "Change") -> Lane:
    if change.setting == "model":
        return replace(lane, model=change.value)
    own = lane.path is LanePath.LITELLM
    base = litellm_base(change.value) if own else change.value
    fresh = desk.lane_of(LaneText(lane.path, lane.model, base, lane.parameters))
    return replace(fresh, stream=lane.stream)
