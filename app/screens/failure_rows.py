"""A failure as the rows that every screen tells of it."""

from ..core.failures import Failure


def failure_rows(failure: Failure) -> list[tuple[str, str]]:
    """What was tried and seen, why, and what to do, by their names; what is empty is left out."""
    rows = [
        ("tried", failure.tried),
        ("seen", failure.seen),
        ("cause", failure.cause),
        ("cure", failure.cure),
        ("run", failure.command),
    ]
    return [(name, text) for name, text in rows if text]
