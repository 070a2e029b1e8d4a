"""The answer's rows: finished pieces are drawn once, the open end each time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from textual.strip import Strip

from .reply_block_index import BlockIndex, CodeBlock
from .reply_blocks import BlockSplitter
from .reply_fence import Piece, PieceKind

if TYPE_CHECKING:
    from .reply_render import PageRenderer

# An open end dearer than this (seconds) is shown as plain text until it is finished.
_DEAR = 0.012


@dataclass(slots=True)
class _Drawn:
    piece: Piece
    rows: list[Strip]
    references: int


class AnswerPart:
    """Pieces of Markdown and their rows at one width."""

    def __init__(self, timer: Callable[[], float]) -> None:
        self.rows: list[Strip] = []
        self.tail: list[Strip] = []
        self.changes = 0
        self._timer = timer
        self._splitter = BlockSplitter()
        self._references: dict[str, Any] = {}
        self._waiting: deque[Piece] = deque()
        self._drawn: list[_Drawn] = []
        self._stale: deque[int] = deque()
        self._tail_is_dear = False
        self._index = BlockIndex()
        self._indexed = 0

    @property
    def settled(self) -> bool:
        return not (self._waiting or self._stale)

    @property
    def restyling(self) -> bool:
        return bool(self._stale)

    def take(self, text: str) -> None:
        """Cut new text into pieces; they are drawn later."""
        self._keep(self._splitter.feed(text))

    def finish(self) -> None:
        """Settle the open end. A definition there also makes links of what stands above it."""
        self._keep(self._splitter.finish())
        for index, drawn in enumerate(self._drawn):
            late = drawn.references < len(self._references) and "[" in drawn.piece.text
            if late and index not in self._stale:
                self._stale.append(index)

    def restyle(self, near: int) -> None:
        """Draw every piece anew, first what is round the row `near`."""
        centre, _ = self.place_of(near)
        order = sorted(range(len(self._drawn)), key=lambda index: abs(index - centre))
        self._stale = deque(order)

    def draw(self, renderer: PageRenderer, end: float) -> None:
        """Draw pieces until the time `end`, at least one, and then the open end."""
        self._draw_stale(renderer, end)
        self._draw_waiting(renderer, end)
        self._draw_tail(renderer)

    def place_of(self, row: int) -> tuple[int, int]:
        """The piece at a row and the row within it: a place that outlives another width."""
        for index, drawn in enumerate(self._drawn):
            if row < len(drawn.rows):
                return index, row
            row -= len(drawn.rows)
        return len(self._drawn), row

    def row_of(self, place: tuple[int, int]) -> int:
        index, row = place
        above = sum(len(drawn.rows) for drawn in self._drawn[:index])
        return above + row

    def code_blocks(self) -> list[CodeBlock]:
        """The blocks that are drawn, in order; the last one may still grow."""
        if self._indexed != self.changes:
            self._indexed, self._index = self.changes, BlockIndex()
        for drawn in self._drawn[self._index.taken :]:
            self._index.take(drawn.piece, len(drawn.rows))
        return self._index.blocks(len(self.tail))

    def _keep(self, pieces: list[Piece]) -> None:
        for piece in pieces:
            if piece.kind is PieceKind.MARKDOWN:
                # The first definition of a name wins.
                self._references = self._splitter.references(piece.text) | self._references
            self._tail_is_dear = False
        self._waiting.extend(pieces)

    def _draw_stale(self, renderer: PageRenderer, end: float) -> None:
        if not self._stale:
            return
        self.changes += 1
        while self._stale:
            index = self._stale.popleft()
            self._drawn[index] = self._draw_piece(renderer, self._drawn[index].piece, index)
            if self._timer() >= end:
                break
        self.rows = list(chain.from_iterable(drawn.rows for drawn in self._drawn))

    def _draw_waiting(self, renderer: PageRenderer, end: float) -> None:
        while self._waiting:
            drawn = self._draw_piece(renderer, self._waiting.popleft(), len(self._drawn))
            self._drawn.append(drawn)
            self.rows += drawn.rows
            if self._timer() >= end:
                break

    def _draw_piece(self, renderer: PageRenderer, piece: Piece, index: int) -> _Drawn:
        rows = renderer.piece(piece, self._references)
        follows = any(drawn.rows for drawn in self._drawn[:index])
        if rows and follows and not piece.continues:
            rows = [renderer.blank(), *rows]
        return _Drawn(piece, rows, len(self._references))

    def _draw_tail(self, renderer: PageRenderer) -> None:
        started = self._timer()
        self.tail = []
        for piece in [] if self._waiting else self._splitter.open_pieces():
            plain = self._tail_is_dear and piece.kind is PieceKind.MARKDOWN
            rows = renderer.plain(piece.text) if plain else renderer.piece(piece, self._references)
            follows = bool(self.rows or self.tail) and bool(rows) and not piece.continues
            self.tail += [renderer.blank(), *rows] if follows else rows
        self._tail_is_dear |= self._timer() - started > _DEAR
