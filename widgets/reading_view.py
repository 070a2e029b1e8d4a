"""A reply that is read by keys: folded, and walked from one block of code to the next."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message
from textual.strip import Strip

from .block_walk import BlockWalk
from .frame_clock import Clock
from .reply_marks import barred
from .reply_source import code_at
from .reply_view import ReplyView


class ReadingView(ReplyView):
    """Tells in a few words where the reader is, each time that these change."""

    @dataclass
    class Read(Message):
        """Where the reader is: `code 2/5`; empty where there is nothing to say."""

        words: str

    def __init__(self, *, clock: Clock | None = None) -> None:
        super().__init__(clock=clock)
        self._walk = BlockWalk()
        self._told = ""

    def begin(self) -> None:
        self._walk = BlockWalk()
        super().begin()

    def fold_reasoning(self) -> None:
        """Fold the reasoning or open it again."""
        folded = self._page.reasoning_folded
        if folded is None:
            self._tell("no reasoning")
            return
        self._page.fold_reasoning(not folded)
        self._ask_for_frame()

    def step_block(self, by: int) -> None:
        """Mark the next block of code (`by` 1) or the one before (-1) and bring it into view."""
        top = self.scroll_offset.y
        self._walk.blocks = self._page.code_blocks()
        self._walk.step(by, top, top + self._height)
        self._show_block()

    def take_block(self) -> str:
        """The code of the marked block; without one, of the nearest, which is marked by that."""
        self._walk.blocks = self._page.code_blocks()
        block = self._walk.nearest(self.scroll_offset.y + self._height // 2)
        self._show_block()
        return code_at(self.source, block.line) if block else ""

    @property
    def _height(self) -> int:
        return self.scrollable_content_region.height

    def _show_block(self) -> None:
        block = self._walk.marked
        if block is not None:
            self._bring_into_view(block.first, block.end)
        self.refresh()
        self._tell_place()

    def _bring_into_view(self, first: int, end: int) -> None:
        top = self.scroll_offset.y
        if first < top or end - first > self._height:
            self.scroll_to(y=first, animate=False, force=True, immediate=True)
        elif end > top + self._height:
            self.scroll_to(y=end - self._height, animate=False, force=True, immediate=True)

    def _page_drawn(self) -> None:
        if self._walk.marked is not None:
            self._walk.blocks = self._page.code_blocks()
        self._tell_place()

    def _marked(self, row: int, strip: Strip) -> Strip:
        block = self._walk.marked
        if block is not None and block.first <= row < block.end:
            return barred(strip, self.get_component_rich_style("reply-view--mark"))
        return strip

    def _tell_place(self) -> None:
        self._tell(self._walk.words)

    def _tell(self, words: str) -> None:
        if words != self._told:
            self._told = words
            self.post_message(self.Read(words))
