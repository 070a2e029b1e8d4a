"""A session in memory: turns, each a prompt with the replies of its lanes."""

import time
from dataclasses import dataclass, field
from uuid import uuid4

from .attachments import Attachment, content_of
from .figures import ReplyTally
from .lanes import Lane, Message


@dataclass(slots=True)
class Reply:
    """What one lane gave to one turn, so far."""

    lane: Lane
    tally: ReplyTally = field(default_factory=ReplyTally)
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


@dataclass(slots=True)
class Session:
    """The turns on show, in order, those of other branches, and what opens every request."""

    system: str = ""
    turns: list[Turn] = field(default_factory=list[Turn])
    """The branch on show; each turn follows the one before it."""
    systems: dict[int, str] = field(default_factory=dict[int, str])
    """System prompts of lanes that have one of their own, by place."""
    id: str = field(default_factory=lambda: uuid4().hex)
    apart: list[Turn] = field(default_factory=list[Turn])
    """The turns that stand in other branches alone."""

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

    def add(self, turn: Turn) -> None:
        """Let `turn` follow the last one on show."""
        turn.parent = self.turns[-1].id if self.turns else None
        self.turns.append(turn)

    def forks(self, turn: Turn) -> list[Turn]:
        """`turn` and those that follow the same turn as it does, oldest first."""
        return [other for other in self.everything if other.parent == turn.parent]

    def cut(self, count: int) -> None:
        """Show the first `count` turns alone; what followed stays as a branch of its own."""
        self.apart.extend(self.turns[count:])
        del self.turns[count:]

    def show(self, turn: Turn) -> None:
        """Show the branch of `turn`: what it follows, and the newest of what follows it."""
        everything = self.everything
        by_id = {one.id: one for one in everything}
        branch = [turn]
        while (parent := by_id.get(branch[0].parent or "")) and parent not in branch:
            branch.insert(0, parent)
        while after := [one for one in everything if one.parent == branch[-1].id]:
            if after[-1] in branch:
                break
            branch.append(after[-1])
        self.turns = branch
        self.apart = [one for one in everything if one not in branch]


def _asked(turn: Turn) -> Message:
    return {"role": "user", "content": content_of(turn.prompt, turn.attachments)}
