"""A lane that could not be made ready, as a finding."""

from ..failures import Failure
from ..lanes import Lane
from .model import Evidence, Finding, Status


def unprepared(lane: Lane, failure: Failure) -> Finding:
    """What kept `lane` from being looked at."""
    seen = (("tried", failure.tried), ("seen", failure.seen))
    return Finding(
        check=f"preparation.{lane.path}",
        title=lane.label,
        status=Status.FAIL,
        summary=failure.summary,
        evidence=tuple(Evidence(label, text) for label, text in seen if text),
        cause=failure.cause,
        cure=failure.cure,
        command=failure.command,
    )
