"""Quayside's own document, read back whole; a file from elsewhere is not trusted to be one."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import replace

from ...attachments import Attachment
from ...lanes import JsonValue, Lane
from ...wire.jsontext import JsonObject, as_list, as_number, as_object, as_text
from ..model import KeptReply, KeptSession, KeptTurn, ReplyState, WholeSession
from ..rows import lane_of, reply_of, without_key
from .outcome import Malformed

_DETAILS: JsonObject = {
    "tool_calls": [],
    "ttft": None,
    "time_to_headers": None,
    "elapsed": None,
    "deltas": 0,
    "usage": None,
    "timings": None,
    "reason": "",
    "served_model": "",
    "gateway_headers": {},
    "failure": None,
}
_LANE = {"path": str, "model": str, "base": str, "parameters": dict, "stream": bool}


def is_own(value: JsonObject) -> bool:
    return isinstance(value.get("turns"), list) and "created_at" in value and "id" in value


def read_session(value: JsonObject) -> WholeSession:
    """One session. Raises `Malformed`, with the turn or the reply that is wrong."""
    if not as_text(value.get("id")):
        raise Malformed("it has no id")
    turns = [_turn(number, as_object(one)) for number, one in enumerate(as_list(value["turns"]), 1)]
    return WholeSession(_session(value), tuple(_checked(turns)))


def _session(value: JsonObject) -> KeptSession:
    created = as_number(value.get("created_at"))
    if created is None:
        raise Malformed("created_at is no number")
    used = as_number(value.get("used_at"))
    return KeptSession(
        id=as_text(value.get("id")),
        title=as_text(value.get("title")),
        titled=value.get("titled") is True,
        created_at=created,
        used_at=created if used is None else used,
        system=as_text(value.get("system")),
        systems=_systems(value.get("systems")),
        lanes=tuple(_lane(one, "the session") for one in as_list(value.get("lanes"))),
        leaf=as_text(value.get("leaf")) or None,
        pinned=value.get("pinned") is True,
        archived=value.get("archived") is True,
        tags=tuple(text for one in as_list(value.get("tags")) if (text := as_text(one))),
    )


def _systems(value: JsonValue) -> dict[int, str]:
    return {
        int(place): as_text(text) for place, text in as_object(value).items() if place.isdecimal()
    }


def _turn(number: int, value: JsonObject) -> KeptTurn:
    identity, at = as_text(value.get("id")), as_number(value.get("at"))
    if not identity or at is None or not isinstance(value.get("prompt"), str):
        raise Malformed(f"turn {number} has no id, no time or no prompt")
    replies = [_reply(number, as_object(one)) for one in as_list(value.get("replies"))]
    return KeptTurn(
        id=identity,
        parent=as_text(value.get("parent")) or None,
        prompt=as_text(value.get("prompt")),
        attachments=tuple(_attachment(as_object(one)) for one in as_list(value.get("attachments"))),
        at=at,
        replies={reply.place: reply for reply in replies},
    )


def _reply(number: int, value: JsonObject) -> KeptReply:
    place, state = value.get("place"), as_text(value.get("state"))
    where = f"a reply of turn {number}"
    if not isinstance(place, int) or isinstance(place, bool) or state not in list(ReplyState):
        raise Malformed(f"{where} has no place or no state")
    lane = _lane(value.get("lane"), where)
    details = {name: value.get(name, usual) for name, usual in _DETAILS.items()}
    texts = as_text(value.get("text")), as_text(value.get("reasoning"))
    record = json.dumps(as_object(value.get("lane")))
    try:
        reply = reply_of(place, record, state, texts, json.dumps(details))
    except (TypeError, ValueError, KeyError, AttributeError) as problem:
        raise Malformed(f"{where} cannot be read: {problem}") from problem
    _check_figures(reply, where)
    return replace(reply, lane=lane)


def _check_figures(reply: KeptReply, where: str) -> None:
    for name in ("ttft", "time_to_headers", "elapsed"):
        value = getattr(reply, name)
        if value is not None and as_number(value) is None:
            raise Malformed(f"{where}: {name} is no number")
    for name in ("reason", "served_model"):
        if not isinstance(getattr(reply, name), str):
            raise Malformed(f"{where}: {name} is no text")


def _lane(value: JsonValue, where: str) -> Lane:
    told = as_object(value)
    for name, kind in _LANE.items():
        if not isinstance(told.get(name), kind):
            raise Malformed(f"a lane of {where} has no {name} that can be read")
    try:
        return without_key(lane_of(told))
    except ValueError as problem:
        raise Malformed(f"a lane of {where} cannot be read: {problem}") from problem


def _attachment(value: JsonObject) -> Attachment:
    name, kind = as_text(value.get("name")), as_text(value.get("media_type"))
    if isinstance(value.get("text"), str):
        return Attachment(name, kind, as_text(value.get("text")))
    try:
        return Attachment(name, kind, base64.b64decode(as_text(value.get("base64")), validate=True))
    except (binascii.Error, ValueError) as problem:
        raise Malformed(f"the attachment {name} cannot be read") from problem


def _checked(turns: Sequence[KeptTurn]) -> Sequence[KeptTurn]:
    """Parents first, as everything that reads sessions expects; no id twice."""
    seen = set[str]()
    for number, turn in enumerate(turns, 1):
        if turn.id in seen:
            raise Malformed(f"turn {number} has the id of another")
        if turn.parent is not None and turn.parent not in seen:
            raise Malformed(f"turn {number} follows a turn that does not stand before it")
        seen.add(turn.id)
    return turns
