"""Cuts a growing Markdown text into pieces that later text cannot change.

A top-level block is finished as soon as a complete line starts the next one. Only complete lines
decide, so the pieces do not depend on how the text was cut on its way here.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .plain_text import visible
from .reply_fence import FenceReader, Piece, PieceKind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_WINDOW = 1024
_MARKS_ONLY = re.compile(r"[\s>#*+\-=`~_|:]{1,8}\Z")


def markdown_parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough; raw HTML is shown, never swallowed."""
    # Imported when the first text comes: an empty page is part of the first frame.
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


class BlockSplitter:
    """Text in, finished pieces out; `open_pieces` is what the end looks like so far."""

    def __init__(self) -> None:
        self._tail = ""
        self._held = ""
        self._line = 0
        self._fence: FenceReader | None = None
        self._window = _WINDOW
        self._next_look = 0

    @cached_property
    def _parser(self) -> MarkdownIt:
        return markdown_parser()

    def feed(self, text: str) -> list[Piece]:
        """Take text in any cut; give the pieces it finished."""
        self._append(text)
        complete = self._complete_length()
        if self._fence is None and complete < self._next_look:
            return []
        return self._cut_all()

    def finish(self) -> list[Piece]:
        """Settle the open end."""
        self._append("\n")
        pieces = self._cut_all()
        if self._fence is not None:
            pieces += self._fence.finish()
        rest, self._tail, self._fence = self._tail, "", None
        return pieces + _markdown(rest)

    def open_pieces(self) -> list[Piece]:
        """How the unfinished end is drawn for now."""
        if self._fence is not None:
            return self._fence.open_part(self._tail)
        head, feed, last = self._tail.rpartition("\n")
        # A line of marks alone may still become a heading, a rule or a table: it would flicker.
        return _markdown(head + feed if _MARKS_ONLY.match(last) else self._tail)

    def references(self, text: str) -> dict[str, Any]:
        """Link reference definitions in a finished text."""
        if "]:" not in text:
            return {}
        environment: dict[str, Any] = {}
        self._parser.parse(text, environment)
        return environment.get("references", {})

    def _append(self, text: str) -> None:
        text = self._held + text
        self._held = "\r" if text.endswith("\r") else ""
        self._tail += visible(text[: len(text) - len(self._held)])

    def _complete_length(self) -> int:
        return self._tail.rfind("\n") + 1

    def _cut_all(self) -> list[Piece]:
        pieces: list[Piece] = []
        while True:
            cut = self._cut_blocks() if self._fence is None else self._read_fence(self._fence)
            if cut is None:
                return pieces
            pieces += cut

    def _read_fence(self, fence: FenceReader) -> list[Piece] | None:
        complete = self._complete_length()
        if not complete:
            return None
        pieces: list[Piece] = []
        lines = self._tail[:complete].split("\n")[:-1]
        taken = 0
        for line in lines:
            pieces += fence.read(line)
            taken += len(line) + 1
            if fence.closed:
                self._fence = None
                break
        self._advance(taken)
        return pieces

    def _cut_blocks(self) -> list[Piece] | None:
        """Cut what one window shows to be finished; None if nothing is."""
        complete = self._complete_length()
        window = self._tail[:complete]
        if complete > self._window:
            window = window[: window.rfind("\n", 0, self._window) + 1] or window
        pieces = self._cut_window(window)
        if pieces is None and len(window) < complete:
            self._window *= 2
            return []
        if pieces is None:
            # Growing by a share keeps a very long block linear.
            self._next_look = complete + (complete // 8 if complete > _WINDOW else 1)
        return pieces

    def _cut_window(self, window: str) -> list[Piece] | None:
        spans, fence_line, open_line = _outline(self._parser, window)
        lines = window.split("\n")
        pieces = [p for start, end in spans for p in _markdown("\n".join(lines[start:end]) + "\n")]
        if fence_line is not None:
            self._fence = FenceReader(lines[fence_line], self._line + fence_line)
            pieces.append(self._fence.head())
            open_line = fence_line + 1
        if not open_line:
            return None
        self._advance(sum(len(line) + 1 for line in lines[:open_line]))
        return pieces

    def _advance(self, length: int) -> None:
        self._line += self._tail.count("\n", 0, length)
        self._tail = self._tail[length:]
        self._window = _WINDOW
        self._next_look = 0


def _markdown(text: str) -> list[Piece]:
    text = text.lstrip("\n") if text.strip() else ""
    return [Piece(PieceKind.MARKDOWN, text.rstrip("\n"))] if text else []


def _outline(parser: MarkdownIt, text: str) -> tuple[list[tuple[int, int]], int | None, int]:
    """Finished line spans, the line of the first code fence, the first line still open."""
    lines = text.split("\n")
    spans: list[tuple[int, int]] = []
    start = end = 0
    for kind, first, last in _top_blocks(parser, text):
        # Lines outside any block are link definitions, which may go on in the next paragraph.
        begins = end if any(line.strip() for line in lines[end:first]) else first
        if kind == "fence":
            spans += [span for span in ((start, end), (end, first)) if span[0] < span[1]]
            return spans, first, first
        if begins > start:
            spans.append((start, begins))
        start, end = begins, last
    if any(line.strip() for line in lines[end:]) and end > start:
        spans.append((start, end))
        start = end
    return spans, None, start


def _top_blocks(parser: MarkdownIt, text: str) -> list[tuple[str, int, int]]:
    tokens = [t for t in _structure(parser, text) if t.level == 0 and t.nesting >= 0 and t.map]
    return [(token.type, token.map[0], token.map[1]) for token in tokens if token.map]


def _structure(parser: MarkdownIt, text: str):
    tokens: list[Any] = []
    parser.block.parse(text, parser, {}, tokens)
    return tokens
