"""Sessions as one JSON document, from which they can be had again whole."""

import base64
import json
from collections.abc import Iterable, Iterator

from ..... import __version__
from ...attachments import Attachment
from ...reply_record import lane_record
from ...wire.jsontext import JsonObject
from ..model import KeptReply, KeptSession, KeptTurn, WholeSession
from ..rows import reply_details, without_key

SCHEMA = "quayside/sessions/1"
END = "\n]}\n"
"""What stands behind the last session."""


def as_document(sessions: Iterable[WholeSession]) -> str:
    """The document's text, with a line end; keys are in none of it."""
    return "".join(document_pieces(sessions))


def document_pieces(sessions: Iterable[WholeSession]) -> Iterator[str]:
    """The same in pieces, a session each: thousands need not be held at once."""
    yield beginning()
    for number, whole in enumerate(sessions):
        yield following(whole, number)
    yield END


def beginning() -> str:
    """What stands before the first session."""
    head = json.dumps({"schema": SCHEMA, "quayside": __version__})
    return f'{head[:-1]}, "sessions": ['


def following(whole: WholeSession, number: int) -> str:
    """The session on a line of its own; `number` counts from 0."""
    return f"{',' if number else ''}\n{json.dumps(session_record(whole), ensure_ascii=False)}"


def session_record(whole: WholeSession) -> JsonObject:
    """One session with all its turns."""
    return {**_session(whole.session), "turns": [_turn(turn) for turn in whole.turns]}


def _session(session: KeptSession) -> JsonObject:
    return {
        "id": session.id,
        "title": session.title,
        "titled": session.titled,
        "created_at": session.created_at,
        "used_at": session.used_at,
        "system": session.system,
        "systems": {str(place): text for place, text in session.systems.items()},
        "lanes": [lane_record(without_key(lane)) for lane in session.lanes],
        "leaf": session.leaf,
        "pinned": session.pinned,
        "archived": session.archived,
        "tags": list(session.tags),
    }


def _turn(turn: KeptTurn) -> JsonObject:
    return {
        "id": turn.id,
        "parent": turn.parent,
        "prompt": turn.prompt,
        "at": turn.at,
        "attachments": [_attachment(one) for one in turn.attachments],
        "replies": [_reply(reply) for _, reply in sorted(turn.replies.items())],
    }


def _attachment(attachment: Attachment) -> JsonObject:
    content = attachment.content
    held: JsonObject = (
        {"text": content}
        if isinstance(content, str)
        else {"base64": base64.b64encode(content).decode()}
    )
    return {"name": attachment.name, "media_type": attachment.media_type, **held}


def _reply(reply: KeptReply) -> JsonObject:
    return {
        "place": reply.place,
        "lane": lane_record(without_key(reply.lane)),
        "state": reply.state.value,
        "text": reply.text,
        "reasoning": reply.reasoning,
        **reply_details(reply),
    }
