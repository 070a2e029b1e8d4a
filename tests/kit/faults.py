"""What the labs of runners and of gateways have in common: scenarios, and the first fault told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from quayside.app.core.diagnostics.model import Finding, Status

World = TypeVar("World")


@dataclass(frozen=True)
class Scenario(Generic[World]):
    """One pain: how the world is, what is told first, and words that name the cause.

    `by_hand` does what the cure says in `cure`, where no command can.
    """

    name: str
    pain: str
    """Where it was written down, such as `DMR 13`."""
    today: str
    """What its user sees without Quayside."""
    check: str
    words: Sequence[str]
    set_up: Callable[[World], None]
    status: Status = Status.FAIL
    cure: str = ""
    by_hand: Callable[[World], None] | None = None


def first_fault(findings: Sequence[Finding]) -> Finding | None:
    """What is told first of all that is not well."""
    faults = (one for one in findings if one.status in (Status.FAIL, Status.WARN))
    return next(faults, None)
