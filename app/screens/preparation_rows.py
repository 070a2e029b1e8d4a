"""What is being prepared, and what could not be, as lines above the composer."""

from collections.abc import Sequence

from ...widgets.preparation_lines import PreparationLine
from .preparations import PreparationState


def preparation_lines(states: Sequence[PreparationState]) -> list[PreparationLine]:
    failed = [state.failure for state in states if state.failure is not None]
    return [
        *(PreparationLine(s.message, s.share) for s in states if not s.over.is_set()),
        *(PreparationLine(f"{f.summary}. {f.cure}", failed=True) for f in failed),
    ]
