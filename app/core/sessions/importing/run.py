"""Brings a file of chats into the store, a few at a time, so that it can be watched and left."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from ..model import WholeSession
from ..store import SessionStore
from .files import read_sessions
from .outcome import Problem

AT_ONCE = 50
MOST_PROBLEMS = 1000
"""That are kept in words; of more, the number is told."""


@dataclass(slots=True)
class Imported:
    """What has come of a file so far."""

    added: int = 0
    there_before: int = 0
    """Chats that are kept already, or lie in the bin."""
    malformed: int = 0
    problems: list[Problem] = field(default_factory=list[Problem])

    @property
    def words(self) -> str:
        """Such as `12 imported, 3 kept already, 1 malformed`."""
        parts = [f"{self.added} imported"]
        parts += [f"{self.there_before} kept already"] if self.there_before else []
        parts += [f"{self.malformed} malformed"] if self.malformed else []
        return ", ".join(parts)


async def import_file(
    store: SessionStore, file: Path, tell: Callable[[Imported], None]
) -> Imported:
    """Import all that can be read; `tell` hears of it every few chats.

    Raises `OSError` where the file cannot be read, and `StoreError` where nothing can be kept;
    what was imported until then stays.
    """
    outcome, found = Imported(), read_sessions(file)
    while some := await asyncio.to_thread(_some, found):
        sessions = [one for one in some if isinstance(one, WholeSession)]
        added = await store.add(sessions)
        outcome.added += added
        outcome.there_before += len(sessions) - added
        _note(outcome, some)
        tell(outcome)
    return outcome


def _some(found: Iterator[WholeSession | Problem]) -> Sequence[WholeSession | Problem]:
    return list(islice(found, AT_ONCE))


def _note(outcome: Imported, some: Sequence[WholeSession | Problem]) -> None:
    problems = [one for one in some if isinstance(one, Problem)]
    outcome.malformed += len(problems)
    outcome.problems += problems[: MOST_PROBLEMS - len(outcome.problems)]
