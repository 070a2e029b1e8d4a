"""The turns of a session as rows: those on show, and all of them as a tree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...widgets.message_log import TurnRow
from ..core.conversation import Session, Turn, by_parent
from .on_demand import OnDemand
from .status_rows import turn_row

DEEPEST_STEP = 12
"""Steps that a row is moved in; a session with more forks than this shows them side by side."""


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A turn with its number in its branch, the steps it is moved in, and whether it is on show."""

    turn: Turn
    number: int
    step: int
    shown: bool

    @property
    def line(self) -> str:
        mark = "●" if self.shown else "○"
        return f"{'  ' * self.step}{mark} {self.number} {self.turn.prompt}"


def turn_rows(session: Session, places: list[int]) -> Sequence[TurnRow]:
    """The branch on show; a turn with forks tells which of them it is."""

    def row(index: int, turn: Turn) -> TurnRow:
        return turn_row(index + 1, turn, places, _which(turn, session.forks(turn)))

    return OnDemand(session.turns, row)


def tree_rows(session: Session) -> list[TreeRow]:
    """Every turn; what follows a fork is moved in, and `●` stands at those on show."""
    return [
        TreeRow(turn, number, step, session.index(turn) is not None)
        for turn, number, step in _walk(by_parent(session.everything))
    ]


def _walk(children: dict[str | None, list[Turn]]) -> Iterator[tuple[Turn, int, int]]:
    """Turn, number in its branch, and steps to move it in."""
    open_turns = [(turn, 1, 0) for turn in reversed(children.get(None, []))]
    if len(open_turns) > 1:
        open_turns = [(turn, number, 1) for turn, number, _ in open_turns]
    while open_turns:
        turn, number, step = open_turns.pop()
        yield turn, number, step
        after = children.get(turn.id, [])
        deeper = min(step + (len(after) > 1), DEEPEST_STEP)
        open_turns.extend((one, number + 1, deeper) for one in reversed(after))


def _which(turn: Turn, forks: list[Turn]) -> str:
    return f"{forks.index(turn) + 1}/{len(forks)}" if len(forks) > 1 else ""
