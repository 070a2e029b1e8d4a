"""A reply that is read by keys: folded, searched, walked from one block of code to the next."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from .block_walk import BlockWalk
from .find_walk import FindWalk
from .frame_clock import Clock
from .reply_marks import barred, marked_span
from .reply_source import code_at
from .reply_view import ReplyView
from .scroll_page import quiet

# Seconds for one slice of a search; between two, keys and replies have their turn.
_SLICE = 0.008
_HIT_STYLES = {False: "reply-view--hit", True: "reply-view--hit-here"}


class ReadingView(ReplyView, inherit_bindings=False):
    """Tells in a few words where the reader is, each time that these change."""

    BINDING_GROUP_TITLE = "Reply"
    BINDINGS: ClassVar[list[BindingType]] = [
        quiet("j,down", "scroll_down", "Down", "read.down", "Next line"),
        quiet("k,up", "scroll_up", "Up", "read.up", "Line before"),
        quiet("g,home", "scroll_home", "Top", "read.top", "First line"),
        quiet("G,end", "scroll_end", "End", "read.end", "To the end, and follow it again"),
        quiet("pagedown,space", "page_down", "Page down", "read.page-down", "One page on"),
        quiet("pageup", "page_up", "Page up", "read.page-up", "One page back"),
    ]

    @dataclass
    class Read(Message):
        """Where the reader is: `code 2/5 · ▼ more`; empty where there is nothing to say."""

        words: str

    def __init__(self, *, clock: Clock | None = None) -> None:
        super().__init__(clock=clock)
        self._walk = BlockWalk()
        self._finding: FindWalk | None = None
        self._look_waits = False
        self._note = self._told = ""

    def begin(self) -> None:
        self._walk = BlockWalk()
        self._note = ""
        if self._finding is not None:
            self._finding = FindWalk(self._finding.search.text, 0, stays=True)
        super().begin()

    def action_scroll_home(self) -> None:
        # Over a long page a movement would be a blur, and keys that follow would meet it.
        self._note = ""
        self.scroll_home(animate=False, immediate=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._tell_place()

    def fold_reasoning(self) -> None:
        """Fold the reasoning or open it again."""
        folded = self._page.reasoning_folded
        if folded is None:
            self._note = "no reasoning"
        else:
            self._page.fold_reasoning(not folded)
            # The reader's place stays, so what is opened may be out of sight.
            self._note = "reasoning opened above" if folded and self.scroll_offset.y else ""
            self._ask_for_frame()
        self._tell_place()

    def find(self, text: str, anchor: int) -> None:
        """Mark every hit of `text` and go to the first from the row `anchor` on; none of ``""``."""
        self._finding = FindWalk(text, anchor) if text.strip() else None
        self.refresh()
        self._look_soon()
        self._tell_place()

    def step_find(self, by: int) -> int | None:
        """Go to the next hit (`by` 1) or the one before (-1); gives its row."""
        if self._finding is None:
            return None
        self._finding.step(by)
        self._show_hit()
        self._tell_place()
        return self._finding.row

    def end_find(self) -> None:
        """Take the marks off and stay where the reader is."""
        self._finding = None
        self._follows_tail = self.scroll_offset.y >= self.max_scroll_y
        self.refresh()
        self._tell_place()

    def step_block(self, by: int) -> None:
        """Mark the next block of code (`by` 1) or the one before (-1) and bring it into view."""
        top = self.scroll_offset.y
        self._walk.blocks = self._page.code_blocks()
        self._note = ""
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

    def _look_soon(self) -> None:
        if not self._look_waits:
            self._look_waits = True
            # By way of the loop: a queue that is never empty lets nobody else have their turn.
            asyncio.get_running_loop().call_soon(self.call_later, self._look)

    def _look(self) -> None:
        self._look_waits = False
        # While all is drawn anew, rows that were searched change again and again.
        if self._finding is None or self._page.restyling:
            return
        if self._finding.look(self._page, _SLICE, self.scroll_offset.y):
            self._show_hit()
        if not self._finding.search.through:
            self._look_soon()
        self.refresh()
        self._tell_place()

    def _show_hit(self) -> None:
        """Bring the hit into view; text that still comes must not carry it off."""
        row = self._finding.row if self._finding else None
        if row is None:
            return
        self._follows_tail = False
        top = self.scroll_offset.y
        if not top <= row < top + self._height:
            aim = min(max(0, row - self._height // 3), self.max_scroll_y)
            self.scroll_to(y=aim, animate=False, force=True, immediate=True)
        self.refresh()

    def _page_drawn(self) -> None:
        if self._walk.marked is not None:
            self._walk.blocks = self._page.code_blocks()
        if self._finding is not None:
            self._look_soon()
        self._tell_place()

    def _marked(self, row: int, strip: Strip) -> Strip:
        block = self._walk.marked
        if block is not None and block.first <= row < block.end:
            strip = barred(strip, self.get_component_rich_style("reply-view--mark"))
        for here, span in self._finding.in_row(self._page, row) if self._finding else ():
            style = self.get_component_rich_style(_HIT_STYLES[here])
            strip = marked_span(strip, (span.start, span.end), style)
        return strip

    def _tell_place(self) -> None:
        place = f"find {self._finding.words}" if self._finding else self._walk.words
        more = "▼ more" if self.scroll_offset.y < self.max_scroll_y else ""
        self._tell(" · ".join(filter(None, (place, self._note, more))))

    def _tell(self, words: str) -> None:
        if words != self._told:
            self._told = words
            self.post_message(self.Read(words))
