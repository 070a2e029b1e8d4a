"""Several lines to write in."""

from __future__ import annotations

from textual.widgets import TextArea

from .keys_in_order import KeysInOrder


class WrittenText(KeysInOrder, TextArea):
    """Textual's, that bears it when an undo leaves fewer lines than the cursor stood in."""

    def _recompute_cursor_offset(self) -> None:
        # A scrollbar that is needed no more goes before the cursor is put back, and has it sought.
        line, _ = self.cursor_location
        if line < self.document.line_count:
            super()._recompute_cursor_offset()
