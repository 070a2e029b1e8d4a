"""Which block of code is marked, and which comes next."""

from __future__ import annotations

from collections.abc import Sequence

from .reply_block_index import CodeBlock


class BlockWalk:
    """Walks round the blocks of a page, which may grow meanwhile."""

    def __init__(self) -> None:
        self.blocks: Sequence[CodeBlock] = ()
        self._line: int | None = None
        self._note = ""

    @property
    def marked(self) -> CodeBlock | None:
        """The marked block with the rows that it has now."""
        return next((block for block in self.blocks if block.line == self._line), None)

    @property
    def words(self) -> str:
        """The place, such as `code 2/5`, and whether the walk began anew there."""
        if (marked := self.marked) is None:
            return self._note
        return f"code {self.blocks.index(marked) + 1}/{len(self.blocks)}{self._note}"

    def step(self, by: int, top: int, bottom: int) -> None:
        """Go on from the mark, or from the rows on show where the mark is out of sight."""
        marked = self.marked
        if marked is not None and marked.first < bottom and marked.end > top:
            index = self.blocks.index(marked) + by
        elif by > 0:
            index = sum(block.first < top for block in self.blocks)
        else:
            index = sum(block.first < bottom for block in self.blocks) - 1
        self._mark(index)

    def nearest(self, row: int) -> CodeBlock | None:
        """The marked block; without one, that nearest to `row`, which is marked by that."""
        if self.marked is None:
            distances = [max(block.first - row, row - block.end, 0) for block in self.blocks]
            self._mark(distances.index(min(distances)) if distances else 0)
        return self.marked

    def _mark(self, index: int) -> None:
        count = len(self.blocks)
        if not count:
            self._note = "no code block"
            return
        self._note = {-1: " · from the end again", count: " · from the top again"}.get(index, "")
        self._line = self.blocks[index % count].line
