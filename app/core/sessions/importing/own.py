"""Quayside's own document, read back whole; a file from elsewhere is not trusted to be one."""

import base64
import binascii
import json
import re
from collections.abc import Sequence

from pydantic import ValidationError

from ...attachments import Attachment
from ...lanes import Lane
from ...wire.jsontext import JsonObject, as_text
from ..exporting.shape import SESSION, AttachmentPart, LanePart, ReplyPart, SessionPart, TurnPart
from ..model import KeptReply, KeptSession, KeptTurn, ReplyState, WholeSession
from ..rows import without_key
from .messages import stable_id
from .outcome import Malformed

_LONGEST_PART = 40
_ID = re.compile(r"[\w-]{1,64}", re.ASCII)
_SAME = (
    *("text", "reasoning", "tool_calls", "ttft", "time_to_headers", "elapsed", "deltas", "usage"),
    *("timings", "reason", "served_model", "gateway_headers", "failure"),
)
"""What is called alike in the document and in what is kept, and is of the same type."""


def is_own(value: JsonObject) -> bool:
    return isinstance(value.get("turns"), list) and "created_at" in value and "id" in value


def read_session(value: JsonObject) -> WholeSession:
    """One session. Raises `Malformed`, with the field that is wrong."""
    try:
        # As text once more: what cannot be written out, such as half a letter, is replaced by it.
        part = SESSION.validate_json(as_text(json.dumps(value, ensure_ascii=False)))
    except ValidationError as problem:
        raise Malformed(_words(problem)) from problem
    except RecursionError as problem:
        raise Malformed("nested too deeply") from problem
    turns = [_turn(turn) for turn in part.turns]
    _check_order(turns)
    return WholeSession(_session(part, turns), tuple(turns))


def _session(part: SessionPart, turns: Sequence[KeptTurn]) -> KeptSession:
    known = part.leaf in {turn.id for turn in turns}
    return KeptSession(
        # It is shown, typed, and stands in the names of files.
        id=part.id if _ID.fullmatch(part.id) else stable_id("quayside", part.id),
        title=part.title,
        titled=part.titled,
        created_at=part.created_at,
        used_at=part.used_at,
        system=part.system,
        systems=part.systems,
        lanes=tuple(map(_lane, part.lanes)),
        leaf=part.leaf if known else (turns[-1].id if turns else None),
        pinned=part.pinned,
        archived=part.archived,
        tags=part.tags,
    )


def _turn(part: TurnPart) -> KeptTurn:
    return KeptTurn(
        id=part.id,
        parent=part.parent,
        prompt=part.prompt,
        attachments=tuple(map(_attachment, part.attachments)),
        at=part.at,
        replies={reply.place: _reply(reply) for reply in part.replies},
    )


def _reply(part: ReplyPart) -> KeptReply:
    # Nobody goes on with one that ran when it was exported.
    running = part.state is ReplyState.RUNNING
    return KeptReply(
        place=part.place,
        lane=_lane(part.lane),
        state=ReplyState.INTERRUPTED if running else part.state,
        **{name: getattr(part, name) for name in _SAME},
    )


def _lane(part: LanePart) -> Lane:
    lane = Lane(part.path, part.model, part.base, parameters=part.parameters, stream=part.stream)
    return without_key(lane)


def _attachment(part: AttachmentPart) -> Attachment:
    if part.text is not None:
        return Attachment(part.name, part.media_type, part.text)
    try:
        content = base64.b64decode(part.base64 or "", validate=True)
    except (binascii.Error, ValueError) as problem:
        raise Malformed(f"the attachment {part.name} cannot be read") from problem
    return Attachment(part.name, part.media_type, content)


def _check_order(turns: Sequence[KeptTurn]) -> None:
    """Parents first, as everything that reads sessions expects; no id twice."""
    seen = set[str]()
    for number, turn in enumerate(turns):
        if turn.id in seen:
            raise Malformed(f"turns.{number} has the id of another")
        if turn.parent is not None and turn.parent not in seen:
            raise Malformed(f"turns.{number} follows a turn that does not stand before it")
        seen.add(turn.id)


def _words(problem: ValidationError) -> str:
    first, *more = problem.errors(include_url=False, include_input=False)
    where = ".".join(str(part)[:_LONGEST_PART] for part in first["loc"])
    rest = f"; and {len(more)} more" if more else ""
    return f"{where}: {first['msg']}{rest}"
