"""Asks for instructions and has them followed: by the session, or by one lane of it."""

from dataclasses import replace

from ...core.sessions.model import Preset
from ..base import WorkScreen
from .instructions import Instructions
from .instructions_dialog import InstructionsDialog


async def instruct(screen: WorkScreen, place: int | None) -> None:
    """Of the lane at `place`; None is the whole session with all its lanes."""
    desk = screen.desk
    session, kept = desk.session, list[Preset]()
    lane = desk.lanes.get(place) if place is not None else next(iter(desk.lanes.values()), None)
    own = session.system if place is None else session.systems.get(place, session.system)
    given = Instructions(own, lane.parameters if lane else {})
    store = desk.book.store
    presets = await store.presets() if store else ()
    title = "For the session" if place is None or lane is None else f"For {lane.label}"
    taken = await screen.app.push_screen_wait(InstructionsDialog(title, given, presets, kept))
    if store is not None:
        for preset in kept:
            await store.keep_preset(preset)
    if taken is None:
        return
    desk.book.instruct(taken, place)
    for one in desk.lanes if place is None else [place]:
        desk.lanes[one] = replace(desk.lanes[one], parameters=dict(taken.parameters))
    desk.tell()
