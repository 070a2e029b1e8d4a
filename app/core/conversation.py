"""A session in memory: turns, each a prompt with the replies of its lanes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from .attachments import Attachment, content_of
from .lanes import Lane, Message

if TYPE_CHECKING:
    from .figures import ReplyTally


def _empty_tally() -> ReplyTally:
    # Events and figures are loaded with the first reply: a start does without.
    from .figures import ReplyTally

    return ReplyTally()


@dataclass(slots=True)
class Reply:
    """What one lane gave to one turn, so far."""

    lane: Lane
    tally: ReplyTally = field(default_factory=_empty_tally)
    stopped: bool = False
    interrupted: bool = False
    """Whether Quayside itself ended before the reply did; known of a session that was kept."""

    @property
    def usable(self) -> bool:
        """Whether its text may stand in the history that a later turn sends."""
        return self.tally.failure is None and bool(self.tally.text)


@dataclass(slots=True, eq=False)
class Turn:
    """One prompt and its replies, keyed by the lane's place on the screen (0 first)."""

    prompt: str
    replies: dict[int, Reply] = field(default_factory=dict[int, Reply])
    id: str = field(default_factory=lambda: uuid4().hex)
    parent: str | None = None
    """The id of the turn that it follows; None for a first one."""
    attachments: tuple[Attachment, ...] = ()
    at: float = field(default_factory=time.time)
    """When it was sent: UTC, seconds since the epoch."""
    index: int = field(default=-1, init=False, repr=False)
    """Where it stood (0 first) among the turns on show when it was last one of them."""


@dataclass(slots=True)
class Session:
    """The turns on show, in order, those of other branches, and what opens every request.

    `add`, `cut` and `show` alone change which turns those are. What asks for one turn costs the
    same among any number of them.
    """

    system: str = ""
    turns: list[Turn] = field(default_factory=list[Turn])
    """The branch on show; each turn follows the one before it."""
    systems: dict[int, str] = field(default_factory=dict[int, str])
    """System prompts of lanes that have one of their own, by place."""
    id: str = field(default_factory=lambda: uuid4().hex)
    apart: list[Turn] = field(default_factory=list[Turn])
    """The turns that stand in other branches alone."""
    _apart_after: dict[str | None, list[Turn]] = field(init=False, repr=False, compare=False)
    """Those, by the turn that they follow."""

    def __post_init__(self) -> None:
        self._arrange(self.turns, self.apart)

    def messages(self, place: int, upto: Turn) -> list[Message]:
        """What the lane at `place` is sent for turn `upto`: its own history, then the prompt.

        A turn that this lane failed, or was not there for, is left out whole:
        two user messages in a row make some chat templates refuse.
        """
        messages: list[Message] = []
        if system := self.systems.get(place, self.system):
            messages.append({"role": "system", "content": system})
        for turn in self.turns:
            if turn is upto:
                break
            reply = turn.replies.get(place)
            if reply is not None and reply.usable:
                messages.append(_asked(turn))
                messages.append({"role": "assistant", "content": reply.tally.text})
        messages.append(_asked(upto))
        return messages

    @property
    def everything(self) -> list[Turn]:
        """The turns of all branches, oldest first."""
        return sorted([*self.apart, *self.turns], key=lambda turn: turn.at)

    def index(self, turn: Turn | None) -> int | None:
        """Where `turn` stands among those on show (0 first); None where it is none of them."""
        if turn is None or not 0 <= turn.index < len(self.turns):
            return None
        return turn.index if self.turns[turn.index] is turn else None

    def holds(self, turn: Turn) -> bool:
        """Whether `turn` stands in any branch."""
        return self.index(turn) is not None or turn in self._apart_after.get(turn.parent, ())

    def add(self, turn: Turn) -> None:
        """Let `turn` follow the last one on show."""
        turn.parent = self.turns[-1].id if self.turns else None
        turn.index = len(self.turns)
        self.turns.append(turn)

    def forks(self, turn: Turn) -> list[Turn]:
        """`turn` and those that follow the same turn as it does, oldest first."""
        shown = [turn] if self.index(turn) is not None else self._shown_after(turn.parent)
        return sorted([*self._apart_after.get(turn.parent, ()), *shown], key=lambda one: one.at)

    def cut(self, count: int) -> None:
        """Show the first `count` turns alone; what followed stays as a branch of its own."""
        self._put_apart(self.turns[count:])
        del self.turns[count:]

    def show(self, turn: Turn) -> None:
        """Show the branch of `turn`: what it follows, and the newest of what follows it."""
        everything = self.everything
        branch = [*reversed([*_upwards(turn, everything)])]
        shown, after = {one.id for one in branch}, by_parent(everything)
        while (next_ones := after.get(branch[-1].id)) and next_ones[-1].id not in shown:
            branch.append(next_ones[-1])
            shown.add(branch[-1].id)
        self._arrange(branch, [one for one in everything if one.id not in shown])

    def _arrange(self, turns: list[Turn], apart: list[Turn]) -> None:
        self.turns, self.apart, self._apart_after = turns, apart, by_parent(apart)
        for index, turn in enumerate(turns):
            turn.index = index

    def _put_apart(self, turns: list[Turn]) -> None:
        self.apart.extend(turns)
        for turn in turns:
            self._apart_after.setdefault(turn.parent, []).append(turn)

    def _shown_after(self, parent: str | None) -> list[Turn]:
        return [one for one in self.turns if one.parent == parent]


def by_parent(turns: Iterable[Turn]) -> dict[str | None, list[Turn]]:
    """`turns` by the id of the turn that they follow, in their order."""
    after = dict[str | None, list[Turn]]()
    for turn in turns:
        after.setdefault(turn.parent, []).append(turn)
    return after


def _upwards(turn: Turn, among: Iterable[Turn]) -> Iterator[Turn]:
    """`turn`, what it follows, and so on; a ring ends where it began."""
    by_id = {one.id: one for one in among}
    seen: set[str] = set()
    above: Turn | None = turn
    while above is not None and above.id not in seen:
        seen.add(above.id)
        yield above
        above = by_id.get(above.parent or "")


def _asked(turn: Turn) -> Message:
    return {"role": "user", "content": content_of(turn.prompt, turn.attachments)}
