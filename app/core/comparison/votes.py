"""Votes of a reader who did not know which lane had answered, kept on this machine.

One small JSON file, `quayside/votes/1`: for each pair of lanes how often either was preferred.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from ..lanes import JsonValue, Lane
from ..private_file import write_private
from ..wire.jsontext import NotJson, as_count, as_list, as_object, as_text, read_json
from .statistics import Estimate, wilson

SCHEMA = "quayside/votes/1"
_FILE = "votes.json"


class VotesError(ValueError):
    """A file that is no tally of votes; the message names it."""


class Choice(StrEnum):
    FIRST = "first"
    SECOND = "second"
    TIE = "tie"


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes between two lanes."""

    first: int = 0
    second: int = 0
    ties: int = 0

    @property
    def share(self) -> Estimate | None:
        """How often the first one was preferred, of the votes that preferred one."""
        return wilson(self.first, self.first + self.second)

    @property
    def count(self) -> int:
        return self.first + self.second + self.ties

    def with_vote(self, choice: Choice) -> "Tally":
        match choice:
            case Choice.FIRST:
                return replace(self, first=self.first + 1)
            case Choice.SECOND:
                return replace(self, second=self.second + 1)
            case Choice.TIE:
                return replace(self, ties=self.ties + 1)

    def turned(self) -> "Tally":
        """The same votes, named from the other lane."""
        return Tally(self.second, self.first, self.ties)


@dataclass(frozen=True, slots=True)
class Votes:
    """All tallies, by the texts of two lanes in alphabetical order."""

    tallies: Mapping[tuple[str, str], Tally] = field(default_factory=dict[tuple[str, str], Tally])

    def between(self, first: Lane, second: Lane) -> Tally:
        """In the order asked for; no vote yet is an empty tally."""
        pair, turned = _pair(first, second)
        found = self.tallies.get(pair, Tally())
        return found.turned() if turned else found

    def with_vote(self, first: Lane, second: Lane, choice: Choice) -> "Votes":
        pair, turned = _pair(first, second)
        tally = self.between(first, second).with_vote(choice)
        return Votes({**self.tallies, pair: tally.turned() if turned else tally})


def votes_file(data_directory: Path) -> Path:
    return data_directory / _FILE


def read_votes(file: Path) -> Votes:
    """No file holds no votes. Raises `VotesError`, also for a file of a later version."""
    try:
        document = as_object(read_json(file.read_text("utf-8")))
    except FileNotFoundError:
        return Votes()
    except (OSError, UnicodeError, NotJson) as problem:
        raise VotesError(f"{file}: {problem}") from problem
    if document.get("schema") != SCHEMA:
        raise VotesError(f"{file}: it is no document of the schema {SCHEMA}")
    return Votes(dict(_read(one) for one in as_list(document.get("pairs"))))


def write_votes(file: Path, votes: Votes) -> None:
    """Whole or not at all, for its owner alone. Raises `OSError`."""
    pairs = [
        {"lanes": list(lanes), "wins": [tally.first, tally.second], "ties": tally.ties}
        for lanes, tally in votes.tallies.items()
    ]
    text = json.dumps({"schema": SCHEMA, "pairs": pairs}, indent=2) + "\n"
    write_private(file, text.encode("utf-8"))


def _pair(first: Lane, second: Lane) -> tuple[tuple[str, str], bool]:
    """The key of the two lanes, and whether they stand the other way round in it."""
    mine, theirs = first.text, second.text
    return ((mine, theirs), False) if mine <= theirs else ((theirs, mine), True)


def _read(value: JsonValue) -> tuple[tuple[str, str], Tally]:
    pair = as_object(value)
    lanes, wins = as_list(pair.get("lanes")), as_list(pair.get("wins"))
    left, right = (as_text(one) for one in (*lanes, "", "")[:2])
    first, second = (as_count(one) or 0 for one in (*wins, 0, 0)[:2])
    return (left, right), Tally(first, second, as_count(pair.get("ties")) or 0)
