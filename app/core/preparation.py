"""Something slow that must be ready before certain lanes can send: a runner, a proxy."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from .failures import Failure
from .lanes import Lane
from .progress import Progress

PreparationStep = Progress | Failure
"""A preparation tells its progress; a `Failure` is its last word."""


def _same_lane(lane: Lane) -> Lane:
    return lane


def _no_lane(_lane: Lane) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """A piece of work that runs beside the screens.

    `steps` starts it: its iterator ends when all is ready. `holds` says which lanes
    wait for it, and `settle` gives such a lane the base and key that are known only then.
    """

    name: str
    title: str
    steps: Callable[[], AsyncIterator[PreparationStep]]
    holds: Callable[[Lane], bool] = _no_lane
    settle: Callable[[Lane], Lane] = _same_lane
    on_demand: bool = False
    """Whether it is started only when a lane that it holds is there."""
