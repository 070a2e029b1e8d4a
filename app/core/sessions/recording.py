"""Recording a session as it happens: turns, and replies from their first piece to their end."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from ..conversation import Reply
from ..events import Event, ReasoningDelta, TextDelta, ToolCallDelta
from ..lanes import Lane
from .bridge import kept_reply
from .changes import Change, change_sessions
from .journal import Step
from .model import KeptSession, KeptTurn, ReplyState, new_id
from .pieces import KeyGuard, Piece, piece_of
from .writing import add_session, add_turn, begin_reply, settle_reply


class Steps(Protocol):
    """Takes what is to be written, without waiting."""

    def __call__(self, entries: Iterable[Step | Piece], *, now: bool) -> None: ...


class RunningReply:
    """One lane's reply while it comes. Nothing here waits or raises."""

    def __init__(self, steps: Steps, place: int, lane: Lane) -> None:
        self.id = new_id()
        self._steps, self._place, self._lane = steps, place, lane
        self._guards: dict[tuple[type, int], KeyGuard] = {}

    def note(self, event: Event) -> None:
        """Take one event in; its text is on the disk within 0.2 s."""
        piece = piece_of(self.id, self._guarded(event))
        if piece is not None:
            self._steps([piece], now=False)

    def end(self, reply: Reply) -> None:
        """Write the whole reply, as it is now; one that is not settled counts as stopped."""
        kept = kept_reply(self._place, reply)
        if kept.state is ReplyState.RUNNING:
            kept = replace(kept, state=ReplyState.STOPPED)
        self._steps([lambda connection: settle_reply(connection, self.id, kept)], now=True)

    def _guarded(self, event: Event) -> Event:
        match event:
            case TextDelta(text=text) | ReasoningDelta(text=text):
                return replace(event, text=self._guard(event, 0).pass_on(text))
            case ToolCallDelta(index=index, arguments=arguments):
                return replace(event, arguments=self._guard(event, index).pass_on(arguments))
            case _:
                return event

    def _guard(self, event: Event, index: int) -> KeyGuard:
        return self._guards.setdefault((type(event), index), KeyGuard(self._lane.key))


class Recording:
    """One session on its way into the store; it is kept from its first turn on."""

    def __init__(self, steps: Steps, owner: str, session: KeptSession) -> None:
        self.session = session
        self._steps, self._owner = steps, owner

    def turn(self, turn: KeptTurn) -> None:
        """A turn that is sent now, and on show from now on."""
        session = replace(self.session, leaf=None)
        self._steps(
            [
                lambda connection: add_session(connection, session),
                lambda connection: add_turn(connection, session.id, turn),
            ],
            now=True,
        )

    def change(self, change: Change) -> None:
        """Of the session, where it is kept already: which branch is on show, and the like."""
        session = self.session.id
        self._steps([lambda connection: change_sessions(connection, [session], change)], now=False)

    def begin(self, turn: str, place: int, lane: Lane) -> RunningReply:
        """A reply of the turn with this id; one that its place had before goes."""
        running = RunningReply(self._steps, place, lane)
        where, owned = (self.session.id, turn), (running.id, self._owner)
        self._steps(
            [lambda connection: begin_reply(connection, where, place, lane, owned)], now=True
        )
        return running
