"""Where the blocks of code of an answer are, found out piece by piece while it grows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .reply_fence import Piece, PieceKind


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A fence of the answer: its line in the source, and its rows from `first` to before `end`."""

    line: int
    first: int
    end: int


class BlockIndex:
    """Takes the pieces of an answer in their order, each with the number of its rows."""

    def __init__(self) -> None:
        self.taken = 0
        self._row = 0
        self._blocks: list[CodeBlock] = []
        self._open = False

    def take(self, piece: Piece, rows: int) -> None:
        self.taken += 1
        self._row += rows
        if piece.kind is PieceKind.CODE_HEAD:
            self._blocks.append(CodeBlock(piece.line, self._row - 1, self._row))
            self._open = True
        elif self._open:
            self._blocks[-1] = replace(self._blocks[-1], end=self._row)
            self._open = piece.kind is not PieceKind.CODE_FOOT

    def blocks(self, tail: int) -> list[CodeBlock]:
        """All blocks; one that is still open has the `tail` rows too."""
        if not self._open:
            return list(self._blocks)
        return [*self._blocks[:-1], replace(self._blocks[-1], end=self._row + tail)]
