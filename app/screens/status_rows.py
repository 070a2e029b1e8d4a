"""A reply in figures: the status line of its lane and its mark in the message log."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...widgets.lane_status import StatusRow
from ...widgets.message_log import TurnRow
from ..core.conversation import Reply, Turn
from ..core.lanes import Lane

if TYPE_CHECKING:
    from ..core.figures import ReplyTally

_PHASE_MARKS = {"connecting": "◌", "loading model": "◔", "prefill": "◑", "streaming": "●"}
"""By `Phase`, each of which is its word."""
DONE, STOPPED, FAILED, UNDER_WAY, ABSENT = "✓", "■", "✗", "…", "·"


def is_running(reply: Reply) -> bool:
    return not (reply.stopped or reply.interrupted or reply.tally.settled)


def status_row(reply: Reply | None, now: float, waiting: str = "", context: str = "") -> StatusRow:
    """`now` is on the clock of the events; `waiting` names a preparation that holds the lane.

    `context` tells how much of it is used.
    """
    if reply is None:
        return StatusRow("◌", waiting, tone="busy") if waiting else StatusRow("○", "ready")
    figures = (*_figures(reply, now), *([context] if context else []))
    if reply.tally.failure is not None:
        return StatusRow(FAILED, "failed", figures, "error")
    if reply.stopped or reply.interrupted:
        word = "interrupted" if reply.interrupted else "stopped"
        return StatusRow(STOPPED, word, figures, "warning")
    if reply.tally.settled:
        return StatusRow(DONE, _done_word(reply.tally), figures, "done")
    if waiting:
        return StatusRow("◌", waiting, tone="busy")
    return StatusRow(_PHASE_MARKS[reply.tally.phase], reply.tally.phase.value, figures, "busy")


def turn_row(number: int, turn: Turn, places: list[int], fork: str = "") -> TurnRow:
    marks = tuple(_mark(turn.replies.get(place)) for place in places)
    return TurnRow(number, turn.prompt, marks, fork)


def host_of(lane: Lane) -> str:
    """The base without its scheme and login, or as it is where it cannot be read; may be empty."""
    try:
        parts = urlsplit(lane.base)
    except ValueError:
        # A base may be anything that was typed; the answer's failure tells what is wrong with it.
        return lane.base.rpartition("@")[2]
    host = parts.netloc.rpartition("@")[2]
    return f"{host}{parts.path}".rstrip("/") if host else lane.base


def seconds(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"


def speed(tally: "ReplyTally") -> str:
    """Tokens a second and whose clock they were measured on."""
    found = tally.decode_speed
    return "" if found is None else f"{found[0]:.0f} tok/s {found[1]}"


def _figures(reply: Reply, now: float) -> tuple[str, ...]:
    tally = reply.tally
    elapsed = _elapsed(reply, now)
    tokens = tally.completion_tokens
    figures = (
        f"{elapsed:.1f} s" if elapsed is not None else "",
        f"TTFT {seconds(tally.ttft)}" if tally.ttft is not None else "",
        speed(tally),
        f"{tokens} tokens" if tokens is not None else "",
    )
    return tuple(figure for figure in figures if figure)


def _elapsed(reply: Reply, now: float) -> float | None:
    started = reply.tally.started_at
    if started is None:
        return None
    return max(0.0, now - started) if is_running(reply) else reply.tally.elapsed


def _done_word(tally: "ReplyTally") -> str:
    return "done" if tally.reason == "stop" else f"done ({tally.reason})"


def _mark(reply: Reply | None) -> str:
    if reply is None:
        return ABSENT
    if reply.tally.failure is not None:
        return FAILED
    if reply.stopped or reply.interrupted:
        return STOPPED
    return DONE if reply.tally.settled else UNDER_WAY
