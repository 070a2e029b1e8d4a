"""What both pages, Markdown and HTML, say of a session."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from ...attachments import Attachment
from ..model import KeptReply, KeptSession, KeptTurn, ReplyState, WholeSession
from ..titles import UNTITLED

_STATES = {
    ReplyState.RUNNING: "still running",
    ReplyState.STOPPED: "stopped",
    ReplyState.INTERRUPTED: "interrupted",
}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A turn in a branch; `fork` tells which of its siblings it is, such as `2/3`."""

    turn: KeptTurn
    number: int
    fork: str
    shown: bool
    """Whether it stands in the branch that the session shows."""


def title_words(whole: WholeSession) -> str:
    return whole.session.title or UNTITLED


def head_words(whole: WholeSession) -> str:
    """When it was, and how long."""
    session, turns = whole.session, len(whole.turns)
    return f"{moment(session.created_at)} · {turns} turn{'' if turns == 1 else 's'}"


def system_prompts(session: KeptSession) -> Iterator[tuple[str, str]]:
    """Each with what it is called; those of lanes of their own by their column, from 1."""
    if session.system:
        yield "System prompt", session.system
    for place, text in sorted(session.systems.items()):
        if text:
            yield f"System prompt of lane {place + 1}", text


def numbered(whole: WholeSession) -> Iterator[Numbered]:
    """The branch on show, then the turns of the others, each numbered by its depth."""
    shown = whole.branch()
    branch = {turn.id for turn in shown}
    depth: dict[str | None, int] = {None: 0}
    siblings: dict[str | None, list[str]] = {}
    for turn in whole.turns:
        depth[turn.id] = depth.get(turn.parent, 0) + 1
        siblings.setdefault(turn.parent, []).append(turn.id)
    place = {one: number for ids in siblings.values() for number, one in enumerate(ids, 1)}
    for turn in (*shown, *(turn for turn in whole.turns if turn.id not in branch)):
        among = len(siblings[turn.parent])
        fork = f"{place[turn.id]}/{among}" if among > 1 else ""
        yield Numbered(turn, depth[turn.id], fork, turn.id in branch)


def figure_words(reply: KeptReply) -> str:
    """State and figures on one line; empty where there are none."""
    parts = [_STATES.get(reply.state, "")]
    parts += [f"TTFT {reply.ttft:.2f} s"] if reply.ttft is not None else []
    parts += [f"{reply.elapsed:.2f} s in all"] if reply.elapsed is not None else []
    parts += [f"{reply.usage.completion_tokens} tokens"] if reply.usage else []
    parts.append(f"served by {reply.served_model}" if reply.served_model else "")
    return " · ".join(part for part in parts if part)


def attachment_words(attachment: Attachment) -> str:
    return f"{attachment.name} ({attachment.media_type}, {attachment.size} bytes)"


def moment(seconds: float) -> str:
    """`2026-11-25 09:51 UTC`; a time that no calendar has is told as it is."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
    except (ValueError, OverflowError, OSError):
        return f"{seconds:g} s"
