"""A running reply, piece by piece, as it is kept until its end is known."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum

from ..events import Event, ReasoningDelta, TextDelta, ToolCallDelta
from ..figures import whole_calls
from ..secret import Secret
from ..wire.jsontext import as_text
from .model import KeptReply, ReplyState

_REAL_KEY = 16
"""Characters; a shorter key, such as `dummy-key`, guards nothing and may be a word of a text."""


class PieceKind(StrEnum):
    TEXT = "text"
    REASONING = "reasoning"
    TOOL = "tool"


@dataclass(frozen=True, slots=True)
class Piece:
    reply: str
    kind: PieceKind
    content: str


def piece_of(reply: str, event: Event) -> Piece | None:
    """What of an event is kept while the reply runs."""
    match event:
        case TextDelta(text=text):
            return Piece(reply, PieceKind.TEXT, text)
        case ReasoningDelta(text=text):
            return Piece(reply, PieceKind.REASONING, text)
        case ToolCallDelta():
            return Piece(reply, PieceKind.TOOL, json.dumps(asdict(event)))
        case _:
            return None


def joined(pieces: Iterable[Piece]) -> list[tuple[str, str, str]]:
    """Rows for the table: one for each run of pieces of one kind within a reply."""
    runs: dict[str, list[tuple[PieceKind, list[str]]]] = {}
    for piece in pieces:
        own = runs.setdefault(piece.reply, [])
        if own and own[-1][0] is piece.kind and piece.kind is not PieceKind.TOOL:
            own[-1][1].append(piece.content)
        else:
            own.append((piece.kind, [piece.content]))
    return [
        (reply, kind.value, as_text("".join(parts)))
        for reply, own in runs.items()
        for kind, parts in own
    ]


def with_pieces(connection: sqlite3.Connection, reply: str, empty: KeptReply) -> KeptReply:
    """`empty` with all that has come of the running reply `reply`."""
    rows: Mapping[PieceKind, list[str]] = {kind: [] for kind in PieceKind}
    for kind, content in connection.execute(
        "SELECT kind, content FROM piece WHERE reply = ? ORDER BY key", (reply,)
    ):
        rows[PieceKind(kind)].append(content)
    deltas = (ToolCallDelta(**json.loads(one)) for one in rows[PieceKind.TOOL])
    return replace(
        empty,
        text="".join(rows[PieceKind.TEXT]),
        reasoning="".join(rows[PieceKind.REASONING]),
        tool_calls=whole_calls(deltas),
    )


def interrupted(connection: sqlite3.Connection, reply: str, running: KeptReply) -> KeptReply:
    """What is kept of a reply whose Quayside has gone."""
    return replace(with_pieces(connection, reply, running), state=ReplyState.INTERRUPTED)


@dataclass(slots=True)
class KeyGuard:
    """Masks a lane's key in a stream of text, also where the key comes in two deltas."""

    key: Secret
    _held: str = field(default="", repr=False)

    def pass_on(self, text: str) -> str:
        """`text` as far as it cannot be the beginning of the key."""
        if not is_real(self.key):
            return text
        text = self.key.scrub(self._held + text)
        held = _beginning(text, self.key.reveal())
        self._held = text[len(text) - held :]
        return text[: len(text) - held]


def is_real(key: Secret) -> bool:
    return len(key.reveal()) >= _REAL_KEY


def _beginning(text: str, key: str) -> int:
    """How many characters at the end of `text` the key begins with."""
    longest = min(len(key) - 1, len(text))
    return next((size for size in range(longest, 0, -1) if text.endswith(key[:size])), 0)
