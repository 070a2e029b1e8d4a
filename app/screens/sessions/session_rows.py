"""A kept session in words: what a row of the list tells of it."""

import time

from ....widgets.session_list import SessionLine
from ...core.sessions.listing import SessionRow
from ...core.sessions.search import Hit, Where

UNTITLED = "Untitled"
_STEPS = ((60, 1, "s"), (3600, 60, "min"), (86_400, 3600, "h"), (7 * 86_400, 86_400, "d"))


def session_line(row: SessionRow, now: float, hit: Hit | None = None) -> SessionLine:
    """`now` is in UTC seconds since the epoch. A title that was found needs no excerpt."""
    shown = hit if hit is not None and hit.where is not Where.TITLE else None
    return SessionLine(
        id=row.session.id,
        title=row.session.title or UNTITLED,
        facts=_facts(row, now),
        pinned=row.session.pinned,
        excerpt=shown.excerpt if shown else "",
        marks=shown.marks if shown else (),
    )


def age(then: float, now: float) -> str:
    """Such as `5 min ago`; the day where it is longer ago than a week."""
    seconds = max(0.0, now - then)
    for limit, unit, word in _STEPS:
        if seconds < limit:
            return f"{seconds / unit:.0f} {word} ago"
    return time.strftime("%Y-%m-%d", time.localtime(then))


def _facts(row: SessionRow, now: float) -> str:
    session = row.session
    turns = "1 turn" if row.turns == 1 else f"{row.turns} turns"
    parts = [
        age(session.used_at, now),
        turns,
        ", ".join(dict.fromkeys(lane.label for lane in session.lanes)),
        " ".join(f"#{tag}" for tag in session.tags),
        "archived" if session.archived else "",
    ]
    return "   ".join(part for part in parts if part)
