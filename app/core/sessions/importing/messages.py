"""Messages as other programs keep them, a tree of single ones, made into turns.

A turn is what the user said and all that followed until they spoke again. Where an answer was
asked for again, each of them is a fork of its own.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import NAMESPACE_URL, uuid5

from ...attachments import Attachment
from ...events import ToolCall, Usage
from ...lanes import Lane, Path
from ..model import KeptReply, KeptSession, KeptTurn, ReplyState, WholeSession
from .outcome import Malformed

MOST_MESSAGES = 50_000
MOST_FORKS = 2_000
"""Answers asked for again, in one chat; more is no chat of a person's."""
MOST_STEPS = 200_000
"""Messages in all the ways through one turn, those that ways share counted in each."""
MOST_REPEATED = 64 << 20
"""Characters and bytes that forks may hold more than the chat does, by what they share."""
_ROLES = ("user", "assistant")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message; of a role that is neither `user` nor `assistant`, its text is left out."""

    id: str
    parent: str | None
    role: str
    text: str = ""
    reasoning: str = ""
    at: float | None = None
    """UTC, seconds since 1970."""
    model: str = ""
    attachments: tuple[Attachment, ...] = ()
    tool_calls: tuple[ToolCall, ...] = ()
    seconds: float | None = None
    """How long it took to come."""
    usage: Usage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A whole chat of another program's."""

    source: str
    """Which program's, such as `chatgpt`."""
    id: str
    title: str = ""
    system: str = ""
    messages: Sequence[Message] = ()
    """Every parent stands before its children, or not: they are put in order here."""
    current: str | None = None
    """The last message of the branch on show."""
    created_at: float | None = None
    used_at: float | None = None
    pinned: bool = False
    archived: bool = False
    tags: tuple[str, ...] = ()


@dataclass(slots=True)
class _Walk:
    """Goes through the tree once, without recursion: it may be as deep as it has messages."""

    chat: Chat
    children: Mapping[str | None, Sequence[Message]]
    fallback: float
    room: int
    """Characters and bytes that the turns may hold yet."""
    turns: list[KeptTurn] = field(default_factory=list[KeptTurn])
    ends: dict[str, str] = field(default_factory=dict[str, str])
    """By message, the turn that holds it."""

    def walk(self) -> None:
        waiting: list[tuple[Message, str | None]] = [
            (message, None) for message in reversed(self.children.get(None, ()))
        ]
        while waiting:
            message, parent = waiting.pop()
            for turn, last in list(self._turns_of(message, parent)):
                if _says_something(turn):
                    self.turns.append(turn)
                after = self.children.get(last, ())
                before = turn.id if _says_something(turn) else parent
                waiting += [(one, before) for one in reversed(after) if one.role == "user"]
            if len(self.turns) > MOST_MESSAGES:
                raise Malformed(f"more than {MOST_MESSAGES} turns")

    def _turns_of(self, first: Message, parent: str | None) -> Iterator[tuple[KeptTurn, str]]:
        """A turn for each way that leads on from `first` until the user speaks again."""
        for path in self._paths(first):
            asked = first if first.role == "user" else None
            said = path[1:] if asked else path
            turn = _turn(self.chat, asked, said, parent, self.fallback)
            self._take(asked, said)
            if _says_something(turn):
                self.ends |= {message.id: turn.id for message in path}
            yield turn, path[-1].id

    def _take(self, asked: Message | None, said: Sequence[Message]) -> None:
        self.room -= sum(map(_size, said)) + (_size(asked) if asked else 0)
        if self.room < 0:
            raise Malformed("its forks repeat too much")

    def _paths(self, first: Message) -> Iterator[list[Message]]:
        open_paths, given, steps = [[first]], 0, 0
        while open_paths:
            path = open_paths.pop()
            after = self.children.get(path[-1].id, ())
            answers = [one for one in after if one.role != "user"]
            if len(answers) == len(after) == 1:
                path.append(answers[0])
                open_paths.append(path)
                continue
            if not answers or len(answers) < len(after):
                given += 1
                yield path
            if given > MOST_FORKS:
                raise Malformed(f"more than {MOST_FORKS} answers to one prompt")
            steps += len(path) * len(answers)
            if steps > MOST_STEPS:
                raise Malformed("its answers branch too often")
            open_paths += [[*path, one] for one in reversed(answers)]


def session_of(chat: Chat, now: float) -> WholeSession:
    """The chat as a session. Its id is made of the source's, so that it comes but once.

    `now` (UTC, seconds) stands for times that nobody kept. Raises `Malformed`.
    """
    if len(chat.messages) > MOST_MESSAGES:
        raise Malformed(f"more than {MOST_MESSAGES} messages")
    ordered = _in_order(chat.messages)
    if not any(one.role in _ROLES and (one.text or one.attachments) for one in ordered):
        raise Malformed("there is no message in it")
    first = next((one.at for one in ordered if one.at is not None), None)
    created = chat.created_at if chat.created_at is not None else first
    room = sum(map(_size, ordered)) + MOST_REPEATED
    walk = _Walk(chat, _children(ordered), now if created is None else created, room)
    walk.walk()
    last = max((turn.at for turn in walk.turns), default=now)
    return WholeSession(_kept(chat, walk, created or last, last), tuple(walk.turns))


def stable_id(*parts: str) -> str:
    """The same for the same parts, on every machine."""
    name = "\0".join(parts).encode("utf-8", "replace")
    return uuid5(NAMESPACE_URL, hashlib.sha256(name).hexdigest()).hex


def _kept(chat: Chat, walk: _Walk, created: float, last: float) -> KeptSession:
    leaf = walk.ends.get(chat.current or "", walk.turns[-1].id)
    answered = [turn.replies[0].lane for turn in walk.turns if turn.replies]
    return KeptSession(
        id=stable_id(chat.source, chat.id),
        title=chat.title,
        titled=bool(chat.title),
        created_at=created,
        used_at=last if chat.used_at is None else chat.used_at,
        system=chat.system,
        lanes=tuple(lane for lane in answered[-1:] if lane.model),
        leaf=leaf,
        pinned=chat.pinned,
        archived=chat.archived,
        tags=chat.tags,
    )


def _in_order(messages: Sequence[Message]) -> list[Message]:
    """Parents first; what has no parent that is known, or is its own ancestor, begins anew."""
    by_id = {one.id: one for one in messages}
    children = _children(list(by_id.values()), known=by_id)
    ordered: dict[str, Message] = {}
    waiting = list(reversed(children.get(None, ())))
    while waiting:
        message = waiting.pop()
        if message.id not in ordered:
            ordered[message.id] = message
            waiting += reversed(children.get(message.id, ()))
    if len(ordered) < len(by_id):
        raise Malformed("its messages follow each other in a ring")
    return [
        message if message.parent in ordered else replace(message, parent=None)
        for message in ordered.values()
    ]


def _children(
    messages: Sequence[Message], known: Mapping[str, Message] | None = None
) -> dict[str | None, list[Message]]:
    children: dict[str | None, list[Message]] = {}
    for one in messages:
        parent = one.parent if known is None or one.parent in known else None
        children.setdefault(parent, []).append(one)
    return children


def _turn(
    chat: Chat, asked: Message | None, said: Sequence[Message], parent: str | None, at: float
) -> KeptTurn:
    last = said[-1].id if said else ""
    times = [one.at for one in (asked, *said) if one is not None and one.at is not None]
    reply = _reply(said)
    return KeptTurn(
        id=stable_id(chat.source, chat.id, asked.id if asked else "", last),
        parent=parent,
        prompt=asked.text if asked else "",
        attachments=asked.attachments if asked else (),
        at=times[0] if times else at,
        replies={0: reply} if reply else {},
    )


def _size(message: Message) -> int:
    attached = sum(len(one.content) for one in message.attachments)
    return len(message.text) + len(message.reasoning) + attached


def _says_something(turn: KeptTurn) -> bool:
    """The nodes before the first prompt make a turn of nothing."""
    return bool(turn.prompt or turn.attachments or turn.replies)


def _reply(said: Sequence[Message]) -> KeptReply | None:
    answers = [one for one in said if one.role == "assistant"]
    text = "\n\n".join(one.text for one in answers if one.text)
    reasoning = "\n\n".join(one.reasoning for one in answers if one.reasoning)
    calls = tuple(call for one in answers for call in one.tool_calls)
    if not (text or reasoning or calls):
        return None
    model = next((one.model for one in reversed(answers) if one.model), "")
    return KeptReply(
        place=0,
        lane=Lane(Path.SDK, model, ""),
        state=ReplyState.FINISHED,
        text=text,
        reasoning=reasoning,
        tool_calls=calls,
        served_model=model,
        elapsed=next((one.seconds for one in reversed(answers) if one.seconds is not None), None),
        usage=next((one.usage for one in reversed(answers) if one.usage is not None), None),
    )
