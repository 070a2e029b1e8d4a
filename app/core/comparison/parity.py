"""Whether two answers say the same, and where they part."""

import re
from dataclasses import dataclass
from itertools import zip_longest

_CONTEXT_WORDS = 6
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Difference:
    """The first word that differs; a text that ended has the empty word there."""

    word: int
    """Counted from 0."""
    offset: int
    """Characters from the start of the first text."""
    left: str
    right: str
    before: str
    """The last words that both have, for the reader to find the place."""


@dataclass(frozen=True, slots=True)
class Parity:
    """`equal` is exact, to the character; texts that differ in white space alone have no word."""

    equal: bool
    difference: Difference | None = None


def compare_texts(left: str, right: str) -> Parity:
    """Compare two answers word by word; a word is what stands between white space."""
    if left == right:
        return Parity(True)
    return Parity(False, _first_difference(left, right))


def _first_difference(left: str, right: str) -> Difference | None:
    passed: list[str] = []
    for number, (mine, other) in enumerate(
        zip_longest(_WORD.finditer(left), _WORD.finditer(right))
    ):
        mine_text, other_text = _text(mine), _text(other)
        if mine_text != other_text:
            offset = mine.start() if mine else len(left)
            before = " ".join(passed[-_CONTEXT_WORDS:])
            return Difference(number, offset, mine_text, other_text, before)
        passed.append(mine_text)
    return None


def _text(match: re.Match[str] | None) -> str:
    return match.group() if match else ""
