"""`quayside sessions list`, `search` and `show`."""

from collections.abc import Sequence

from ... import __version__
from ..core.lanes import Path
from ..core.plain_text import one_line
from ..core.sessions.exporting.forms import Form, export
from ..core.sessions.exporting.words import moment
from ..core.sessions.listing import Filter, Order, SessionRow
from ..core.sessions.search import Hit
from ..core.sessions.titles import UNTITLED
from ..core.wire.jsontext import JsonObject
from .documents import dumps
from .sessions import USUAL_LIMIT, Archive
from .table import table

SCHEMA = "quayside/session-list/1"
SHORT_ID = 8
"""Characters that are shown of an id; enough to tell it from others."""
_TITLE = 40


async def find(archive: Archive) -> int:
    """0, also where nothing was found."""
    match archive.arguments.action:
        case "show":
            whole = await archive.whole(archive.arguments.names[0])
            archive.console.write(export(whole, Form.MARKDOWN))
        case "search":
            text = " ".join(archive.arguments.names)
            hits = await archive.store.search(text, _chosen(archive), limit=_limit(archive))
            _tell(archive, [hit.row for hit in hits], hits)
        case _:
            order = Order(archive.arguments.order or Order.USED)
            rows = await archive.store.rows(_chosen(archive), order, limit=_limit(archive))
            _tell(archive, rows)
    return 0


def _chosen(archive: Archive) -> Filter:
    given = archive.arguments
    return Filter(
        model=given.model or "",
        engine=given.engine,
        path=Path(given.path) if given.path else None,
        tag=given.tag,
        pinned=True if given.pinned else None,
        archived=given.archived,
    )


def _limit(archive: Archive) -> int:
    return archive.arguments.limit or USUAL_LIMIT


def _tell(archive: Archive, rows: Sequence[SessionRow], hits: Sequence[Hit] = ()) -> None:
    if archive.arguments.json:
        archive.console.line(dumps(_document(rows, hits)))
    elif rows:
        archive.console.line(table([*_lines(rows, hits)]))
    else:
        archive.console.note("no sessions")


def _lines(rows: Sequence[SessionRow], hits: Sequence[Hit]) -> list[list[str]]:
    last = "found" if hits else "models"
    lines = [["id", "last used", "turns", "title", last]]
    found = [_excerpt(hit) for hit in hits] or [_models(row) for row in rows]
    for row, told in zip(rows, found, strict=True):
        session = row.session
        title = one_line(session.title or UNTITLED)
        short = title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"
        marks = "*" if session.pinned else ""
        when = moment(session.used_at).removesuffix(" UTC")
        lines.append([session.id[:SHORT_ID], when, str(row.turns), f"{short}{marks}", told])
    return lines


def _models(row: SessionRow) -> str:
    return ", ".join(dict.fromkeys(lane.model for lane in row.session.lanes))[:_TITLE]


def _excerpt(hit: Hit) -> str:
    return one_line(hit.excerpt)[: 2 * _TITLE]


def _document(rows: Sequence[SessionRow], hits: Sequence[Hit]) -> JsonObject:
    found = [{"where": str(hit.where), "turn": hit.turn, "excerpt": hit.excerpt} for hit in hits]
    sessions: list[JsonObject] = [_row(row) for row in rows]
    for session, one in zip(sessions, found, strict=False):
        session["found"] = {**one}
    return {"schema": SCHEMA, "quayside": __version__, "sessions": [*sessions]}


def _row(row: SessionRow) -> JsonObject:
    session = row.session
    return {
        "id": session.id,
        "title": session.title,
        "turns": row.turns,
        "created_at": session.created_at,
        "used_at": session.used_at,
        "models": list(dict.fromkeys(lane.model for lane in session.lanes)),
        "tags": list(session.tags),
        "pinned": session.pinned,
        "archived": session.archived,
    }
