"""Lanes that are opened, changed and closed in the course of a chat."""

from typing import TYPE_CHECKING

from ..core.lanes import Lane
from .desk import MOST_LANES, Desk
from .lane_deck import LaneDeck
from .talk import Say, Talk

if TYPE_CHECKING:
    from .line_dialog import LineDialog

LANE_FORM = "sdk:MODEL@URL, proxy:ALIAS@URL, litellm:MODEL@URL/v1; ?max_tokens=64"


class LaneChanges:
    """What concerns one lane concerns the deck's target."""

    def __init__(self, desk: Desk, deck: LaneDeck, talk: Talk, say: Say) -> None:
        self._desk, self._deck, self._talk, self._say = desk, deck, talk, say

    def dialog(self, title: str) -> "LineDialog[Lane]":
        """Asks for a lane in its text form, beginning with that of the target."""
        from .line_dialog import LineDialog

        target = self._desk.lanes.get(self._deck.target)
        text = target.text if target else "sdk:"
        return LineDialog(title, text, LANE_FORM, self._desk.lane_from)

    async def add(self, lane: Lane | None) -> None:
        """Open it in a column of its own."""
        await self._open(lane)

    async def add_beside(self, lane: Lane | None) -> None:
        """Open it and have it answer the turn on show, asked as the target was."""
        like = self._deck.target
        if (place := await self._open(lane)) is not None:
            self._talk.beside(place, like)

    def change(self, lane: Lane | None) -> None:
        if lane is not None:
            self._desk.lanes[self._deck.target] = lane
            self._desk.tell()
            self._say(f"This lane is now {lane.label}")

    async def remove(self) -> bool:
        if len(self._desk.lanes) < 2:
            self._say("The last lane stays. Ctrl+K changes it.", "warning")
            return False
        await self._deck.close_lane(self._deck.target)
        self._desk.tell()
        return True

    async def _open(self, lane: Lane | None) -> int | None:
        """Its place; None where there is no lane, or no place for one more."""
        if lane is None:
            return None
        place = self._desk.add(lane)
        if place is None:
            self._say(f"{MOST_LANES} lanes are the most. Ctrl+W closes one.", "warning")
            return None
        await self._deck.open_lane(place)
        self._desk.tell()
        return place
