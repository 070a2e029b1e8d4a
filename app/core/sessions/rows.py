"""Between the model and the columns of the database."""

import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from ..events import Timings, ToolCall, Usage
from ..failures import Failure
from ..lanes import Lane, Path
from ..reply_record import lane_record
from ..secret import MASK, Secret
from ..wire.address import AddressError, parse_engine_base
from ..wire.jsontext import JsonObject, as_text
from .model import KeptReply, KeptSession, ReplyState

SESSION_COLUMNS = (
    "session.id, session.title, session.titled, session.created_at, session.used_at,"
    " session.system, session.systems, session.lanes, session.leaf, session.pinned,"
    " session.archived, (SELECT json_group_array(name) FROM tag WHERE session = session.key)"
)
_LOGIN = re.compile(r"//[^/@\s]*@")


def session_values(session: KeptSession) -> tuple[object, ...]:
    """For the columns id … archived, tags left out."""
    return (
        session.id,
        as_text(session.title),
        session.titled,
        session.created_at,
        session.used_at,
        as_text(session.system),
        systems_text(session.systems),
        lanes_text(session.lanes),
        session.leaf,
        session.pinned,
        session.archived,
    )


def session_of(row: sqlite3.Row | tuple[Any, ...]) -> KeptSession:
    """From the first columns of a row that was asked for by `SESSION_COLUMNS`."""
    return KeptSession(
        id=row[0],
        title=row[1],
        titled=bool(row[2]),
        created_at=row[3],
        used_at=row[4],
        system=row[5],
        systems={int(place): text for place, text in json.loads(row[6]).items()},
        lanes=tuple(lane_of(lane) for lane in json.loads(row[7])),
        leaf=row[8],
        pinned=bool(row[9]),
        archived=bool(row[10]),
        tags=tuple(sorted(json.loads(row[11]))),
    )


def without_key(lane: Lane) -> Lane:
    """The lane without its key, and without a login that stands in its base."""
    return replace(lane, key=Secret(), base=_LOGIN.sub(f"//{MASK}@", lane.base))


def systems_text(systems: Mapping[int, str]) -> str:
    return json.dumps(dict(systems))


def lanes_text(lanes: tuple[Lane, ...]) -> str:
    return json.dumps([lane_record(without_key(lane)) for lane in lanes])


def lane_text(lane: Lane) -> str:
    """A lane without its key, as JSON."""
    return json.dumps(lane_record(without_key(lane)))


def lane_of(record: Mapping[str, Any]) -> Lane:
    return Lane(
        path=Path(record["path"]),
        model=record["model"],
        base=record["base"],
        parameters=record["parameters"],
        stream=record["stream"],
    )


class LaneTexts(dict[str, Lane]):
    """Lanes by the text that they are kept as; one that many replies share is read once."""

    def __missing__(self, text: str) -> Lane:
        lane = self[text] = lane_of(json.loads(text))
        return lane


def lane_use(lane: Lane) -> tuple[str, str, str]:
    """Path, model and engine, to find sessions by; a gateway's engine is unknown."""
    return lane.path.value, as_text(lane.model), _engine(lane)


def details_text(reply: KeptReply) -> str:
    """All of a reply that has no column of its own."""
    return json.dumps(reply_details(reply))


def reply_details(reply: KeptReply) -> JsonObject:
    """The same as a JSON object."""
    return {
        "tool_calls": [asdict(call) for call in reply.tool_calls],
        "ttft": reply.ttft,
        "time_to_headers": reply.time_to_headers,
        "elapsed": reply.elapsed,
        "deltas": reply.deltas,
        "usage": asdict(reply.usage) if reply.usage else None,
        "timings": asdict(reply.timings) if reply.timings else None,
        "reason": reply.reason,
        "served_model": reply.served_model,
        "gateway_headers": dict(reply.gateway_headers),
        "failure": asdict(reply.failure) if reply.failure else None,
    }


def reply_of(place: int, lane: Lane, state: str, texts: tuple[str, str], details: str) -> KeptReply:
    """A reply from its columns; `texts` are the answer and its reasoning."""
    told: dict[str, Any] = json.loads(details)
    usage, timings, failure = told.pop("usage"), told.pop("timings"), told.pop("failure")
    calls = tuple(ToolCall(**call) for call in told.pop("tool_calls"))
    return KeptReply(
        place=place,
        lane=lane,
        state=ReplyState(state),
        text=texts[0],
        reasoning=texts[1],
        tool_calls=calls,
        usage=Usage(**usage) if usage else None,
        timings=Timings(**timings) if timings else None,
        failure=Failure(**failure) if failure else None,
        **told,
    )


def _engine(lane: Lane) -> str:
    if not lane.path.to_engine:
        return ""
    try:
        return parse_engine_base(lane.base).engine
    except AddressError:
        return ""
