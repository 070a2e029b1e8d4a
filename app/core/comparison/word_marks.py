"""Two answers word by word: which words only one of them has."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_PIECES = re.compile(r"\S+|\s+")
_MOST_WORDS = 4000
"""Above it, words are held against those in the same place: matching takes squared time."""


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A stretch of a text, white space included; `differs` where the other text lacks it."""

    text: str
    differs: bool = False


Marked = tuple[MarkedPiece, ...]


def marked_words(left: str, right: str) -> tuple[Marked, Marked]:
    """Both texts in pieces that give them back when joined; equal texts have no mark."""
    mine, theirs = _PIECES.findall(left), _PIECES.findall(right)
    same_left, same_right = _shared(_words(mine), _words(theirs))
    return _marked(mine, same_left), _marked(theirs, same_right)


def _words(pieces: Sequence[str]) -> list[str]:
    return [piece for piece in pieces if not piece.isspace()]


def _shared(left: Sequence[str], right: Sequence[str]) -> tuple[set[int], set[int]]:
    """The places of the words that both have, in each."""
    if max(len(left), len(right)) > _MOST_WORDS:
        same = {
            place for place, both in enumerate(zip(left, right, strict=False)) if both[0] == both[1]
        }
        return same, same
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return (
        {block.a + step for block in blocks for step in range(block.size)},
        {block.b + step for block in blocks for step in range(block.size)},
    )


def _marked(pieces: Sequence[str], shared: set[int]) -> Marked:
    return tuple(_joined(_told(pieces, shared)))


def _told(pieces: Sequence[str], shared: set[int]) -> Iterator[MarkedPiece]:
    word = 0
    for piece in pieces:
        if piece.isspace():
            yield MarkedPiece(piece)
        else:
            yield MarkedPiece(piece, word not in shared)
            word += 1


def _joined(pieces: Iterator[MarkedPiece]) -> Iterator[MarkedPiece]:
    """Neighbours that are alike, as one."""
    held: list[MarkedPiece] = []
    for piece in pieces:
        if held and held[0].differs != piece.differs:
            yield MarkedPiece("".join(one.text for one in held), held[0].differs)
            held = []
        held.append(piece)
    if held:
        yield MarkedPiece("".join(one.text for one in held), held[0].differs)
