"""The session that is talked in, and its way into the store."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...core.conversation import Reply, Session, Turn
from ...core.failures import Failure
from ...core.lanes import Lane
from .instructions import Instructions

if TYPE_CHECKING:
    # Neither the database nor events are loaded before the first frame.
    from pathlib import Path as File

    from ...core.events import Event
    from ...core.sessions.recording import Recording, RunningReply
    from ...core.sessions.store import SessionStore

Told = Callable[[Failure | None], None]


class ReplyEntry:
    """One reply on its way into the store, which may not be open yet."""

    def __init__(self, book: "SessionBook", turn: Turn, place: int, reply: Reply) -> None:
        self._book, self._turn, self._place, self._reply = book, turn, place, reply
        self._running: RunningReply | None = None
        self._over = False

    def begin(self) -> None:
        """Once the lane is complete: only then is the key known that must not be kept."""
        if self._running is None and (recording := self._book.recording):
            self._running = recording.begin(self._turn.id, self._place, self._reply.lane)
            for event in _so_far(self._reply):
                self._running.note(event)

    def note(self, event: "Event") -> None:
        if self._running is not None:
            self._running.note(event)

    def end(self) -> None:
        """Write it whole, as it is now; a second call changes nothing."""
        if not self._over:
            self._over = True
            self._book.entries.discard(self)
            self.begin()
            if self._running is not None:
                self._running.end(self._reply)


class SessionBook:
    """Holds the session in memory, and keeps it on the disk where there is a folder for that."""

    def __init__(self, directory: "File | None", system: str, lanes: Callable[[], list[Lane]]):
        self.session = Session(system=system)
        self.store: SessionStore | None = None
        self.recording: Recording | None = None
        self.entries: set[ReplyEntry] = set()
        self.at: Turn | None = None
        """The turn to show first; None is the last one."""
        self._directory, self._system, self._lanes = directory, system, lanes

    async def open(self, tell: Told) -> None:
        """Open the store; `tell` hears why nothing can be kept, and None when it can again."""
        if self._directory is None:
            return
        from ...core.sessions.store import open_store
        from ...core.sessions.store_failures import StoreError

        try:
            self.store = await open_store(self._directory, tell)
        except StoreError as problem:
            tell(problem.failure)
            return
        for notice in self.store.notices:
            tell(notice)
        self._catch_up()

    def begin(self, turn: Turn) -> None:
        """Let `turn` follow what is on show."""
        self.session.add(turn)
        self._record(turn)

    def reply(self, turn: Turn, place: int, reply: Reply) -> ReplyEntry:
        entry = ReplyEntry(self, turn, place, reply)
        self.entries.add(entry)
        return entry

    def turn_to(self, session: Session | None = None, at: Turn | None = None) -> None:
        """Go on in `session`, or in a new one, beginning at a turn of it."""
        for entry in list(self.entries):
            entry.end()
        self.session = session or Session(system=self._system)
        self.recording = None
        self.at = at

    def show(self, turn: Turn) -> None:
        """Bring the branch of `turn` on show, here and when the session is opened again."""
        self.session.show(turn)
        if recording := self._recording():
            from ...core.sessions.changes import Change

            recording.change(Change(leaf=self.session.turns[-1].id))

    def instruct(self, given: Instructions, place: int | None) -> None:
        """Set the system prompt of the session, or of the lane at `place` alone."""
        if place is None:
            self.session.system = given.system
        elif given.system == self.session.system:
            self.session.systems.pop(place, None)
        else:
            self.session.systems[place] = given.system
        if not self.session.turns:
            # What is kept of the session begins with its first turn.
            self.recording = None
        elif recording := self._recording():
            from ...core.sessions.changes import Change

            systems = dict(self.session.systems)
            recording.change(Change(system=self.session.system, systems=systems))

    async def close(self) -> None:
        for entry in list(self.entries):
            entry.end()
        if self.store is not None:
            await self.store.close()

    def _recording(self) -> "Recording | None":
        if self.recording is None and self.store is not None:
            from ...core.sessions.bridge import kept_session

            self.recording = self.store.recording(kept_session(self.session, self._lanes()))
        return self.recording

    def _record(self, turn: Turn) -> None:
        if recording := self._recording():
            from ...core.sessions.bridge import kept_turn

            recording.turn(kept_turn(turn))

    def _catch_up(self) -> None:
        """What was said while the store was being opened."""
        for turn in self.session.everything:
            self._record(turn)
        for entry in list(self.entries):
            entry.begin()


def _so_far(reply: Reply) -> "list[Event]":
    from ...core.events import ReasoningDelta, TextDelta

    at, tally = reply.tally.last_at or 0.0, reply.tally
    parts = (ReasoningDelta(at, tally.reasoning), TextDelta(at, tally.text))
    return [part for part in parts if part.text]
