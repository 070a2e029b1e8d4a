"""What all screens share: the lanes, the session, and what is known of the surroundings."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..core.conversation import Session, Turn
from ..core.garbage import FullCollections
from ..core.lanes import Lane, LaneText, parse_lane
from .context_gauge import ContextGauge
from .kit import WorkbenchKit
from .preparations import PreparationBoard, PreparationState
from .sessions.book import SessionBook
from .sessions.lanes_again import at_hand

if TYPE_CHECKING:
    from ..core.runner.found import Found

MOST_LANES = 4


class Desk:
    """Lanes are kept by their place: a number that stays with a column until it is removed."""

    def __init__(self, kit: WorkbenchKit) -> None:
        self.kit = kit
        self.lanes: dict[int, Lane] = dict(enumerate(kit.lanes[:MOST_LANES]))
        self.book = SessionBook(
            kit.sessions_directory, kit.system, lambda: list(self.lanes.values())
        )
        self.gauge = ContextGauge(kit.context_limit)
        self.found: list[Found] = []
        self.searching = False
        self.full_collections = FullCollections()
        self.board = PreparationBoard(kit.preparations)
        self._next_place = len(self.lanes)
        self._watchers: list[Callable[[], None]] = []

    def watch(self, changed: Callable[[], None]) -> None:
        """Have `changed` called when lanes, findings or preparations have changed."""
        self._watchers.append(changed)

    def tell(self) -> None:
        for changed in self._watchers:
            changed()

    def lane_of(self, text: LaneText) -> Lane:
        """A complete lane, also with what the finished preparations know."""
        return self.board.settled(self.kit.lane_for(text))

    def lane_from(self, text: str) -> Lane:
        """The same of a lane in its text form. Raises `LaneSyntaxError`."""
        return self.lane_of(parse_lane(text))

    def add(self, lane: Lane) -> int | None:
        """Give `lane` a place of its own; None when all places are taken."""
        if len(self.lanes) >= MOST_LANES:
            return None
        place, self._next_place = self._next_place, self._next_place + 1
        self.lanes[place] = lane
        return place

    @property
    def session(self) -> Session:
        """The one that is talked in."""
        return self.book.session

    def go_on_in(self, session: Session | None, at: Turn | None = None) -> None:
        """Talk in a session that was kept, with the lanes that answered last, or in a new one."""
        self.book.turn_to(session, at)
        if lanes := {
            place: reply.lane
            for turn in self.session.turns[-1:]
            for place, reply in sorted(turn.replies.items())[:MOST_LANES]
        }:
            known = [*self.lanes.values(), *self.kit.lanes, *self.kit.offers]
            self.lanes = {place: at_hand(lane, known) for place, lane in lanes.items()}
            self._next_place = max(self._next_place, *lanes) + 1
        self.tell()

    async def search(self) -> None:
        """Look for runners and gateways, telling each as it is found."""
        fresh: list[Found] = []
        self.searching = True
        self.tell()
        try:
            async for found in self.kit.discover():
                fresh.append(found)
                self.found = _merged(self.found, found)
                self.tell()
            self.found = fresh
        finally:
            self.searching = False
            self.tell()

    async def prepare(self, state: PreparationState) -> None:
        """Run one preparation; lanes that it had left open learn their base at its end."""
        await state.follow()
        for place, lane in self.lanes.items():
            self.lanes[place] = self.board.settled(lane)
        await self.search()

    async def close(self) -> None:
        await self.book.close()
        await self.kit.source.close()
        await self.kit.close()


def _merged(known: list["Found"], found: "Found") -> list["Found"]:
    return [other for other in known if other.base != found.base] + [found]
