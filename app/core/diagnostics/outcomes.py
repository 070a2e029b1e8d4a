"""Short ways to say what a check found."""

import re

from ..failures import Failure
from ..runner.exchange import Exchange
from ..secret import MASK
from .model import Evidence, Outcome, Status

_LOGIN = re.compile(r"//[^/@\s]+@")
MOST_TEXT = 2000
"""Characters of one piece of evidence; a whole page of HTML helps nobody."""


def passed(summary: str, *evidence: Evidence) -> Outcome:
    return Outcome(status=Status.PASS, summary=summary, evidence=evidence)


def skipped(summary: str, *evidence: Evidence) -> Outcome:
    return Outcome(status=Status.SKIP, summary=summary, evidence=evidence)


def of_failure(failure: Failure, *evidence: Evidence, status: Status = Status.FAIL) -> Outcome:
    """A failure of the wire or of the runner's API, in a finding's words."""
    seen = (Evidence("request", failure.tried), Evidence("answer", clipped(failure.seen)))
    return Outcome(
        status=status,
        summary=failure.summary,
        evidence=seen + evidence,
        cause=failure.cause,
        cure=failure.cure,
        command=failure.command,
    )


def evidence_of(exchange: Exchange) -> tuple[Evidence, ...]:
    """Request line, status with raw body, and milliseconds."""
    return (
        Evidence("request", exchange.request_line),
        Evidence("answer", clipped(exchange.seen)),
        Evidence("time", f"{exchange.milliseconds:.0f} ms"),
    )


def without_login(text: str) -> str:
    """A text with the login of each URL in it masked."""
    return _LOGIN.sub(f"//{MASK}@", text)


def clipped(text: str) -> str:
    left = len(text) - MOST_TEXT
    return f"{text[:MOST_TEXT]} … and {left} characters more" if left > 0 else text
