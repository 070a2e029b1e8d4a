"""What is kept of a session: its turns as a tree, and what each lane gave to each of them.

Nothing here holds a key: lanes are kept without theirs. Times are UTC seconds since the epoch.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import uuid4

from ..attachments import Attachment
from ..events import Timings, ToolCall, Usage
from ..failures import Failure
from ..lanes import JsonValue, Lane


class ReplyState(StrEnum):
    """How far a reply has come. `interrupted`: Quayside itself ended before the reply did."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReply:
    """What one lane gave to one turn. Times are seconds since the request was sent."""

    place: int
    lane: Lane
    state: ReplyState
    text: str = ""
    reasoning: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    ttft: float | None = None
    time_to_headers: float | None = None
    elapsed: float | None = None
    deltas: int = 0
    usage: Usage | None = None
    timings: Timings | None = None
    reason: str = ""
    """The server's finish reason, such as `stop`; empty where it gave none."""
    served_model: str = ""
    gateway_headers: Mapping[str, str] = field(default_factory=dict[str, str])
    failure: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTurn:
    """One prompt, what was attached to it, and its replies by the lane's place (0 first)."""

    id: str
    parent: str | None = None
    """The turn that it follows; None for a first one. Turns of one parent are forks."""
    prompt: str
    attachments: tuple[Attachment, ...] = ()
    at: float
    replies: Mapping[int, KeptReply] = field(default_factory=dict[int, KeptReply])


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSession:
    """All of a session but its turns."""

    id: str
    title: str = ""
    titled: bool = False
    """Whether the user gave the title; one that was made from the first prompt may change."""
    created_at: float
    used_at: float
    system: str = ""
    systems: Mapping[int, str] = field(default_factory=dict[int, str])
    """System prompts of lanes that have one of their own, by place."""
    lanes: tuple[Lane, ...] = ()
    """Of the columns, in their order, without keys."""
    leaf: str | None = None
    """The turn on show: what stands above it is its parents."""
    pinned: bool = False
    archived: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WholeSession:
    """A session with all its turns; every parent stands before its children."""

    session: KeptSession
    turns: tuple[KeptTurn, ...] = ()

    def branch(self, leaf: str | None = None) -> tuple[KeptTurn, ...]:
        """The turns from the first one down to `leaf`, which is the session's own if not given."""
        by_id = {turn.id: turn for turn in self.turns}
        return tuple(reversed(list(_upwards(by_id, leaf or self.session.leaf))))

    def children(self, parent: str | None) -> tuple[KeptTurn, ...]:
        """The turns that follow `parent`, oldest first; of None, the first turns."""
        return tuple(turn for turn in self.turns if turn.parent == parent)

    @property
    def leaves(self) -> tuple[KeptTurn, ...]:
        """The last turn of every branch."""
        parents = {turn.parent for turn in self.turns}
        return tuple(turn for turn in self.turns if turn.id not in parents)

    @property
    def runs(self) -> bool:
        """Whether a reply is still written, here or by another Quayside."""
        replies = (reply for turn in self.turns for reply in turn.replies.values())
        return any(reply.state is ReplyState.RUNNING for reply in replies)


@dataclass(frozen=True, slots=True)
class Preset:
    """A system prompt and parameters under a name of the user's."""

    name: str
    system: str = ""
    parameters: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])


def new_id() -> str:
    """For a session or a turn: no two are alike, wherever they are made."""
    return uuid4().hex


def _upwards(by_id: Mapping[str, KeptTurn], leaf: str | None) -> Iterator[KeptTurn]:
    seen = set[str]()
    # A file from elsewhere may hold a ring.
    while leaf is not None and leaf in by_id and leaf not in seen:
        seen.add(leaf)
        yield by_id[leaf]
        leaf = by_id[leaf].parent
