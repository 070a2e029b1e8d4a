"""A reply that is read by keys."""

from __future__ import annotations

from .reply_view import ReplyView


class ReadingView(ReplyView):
    """Folds its reasoning."""

    def fold_reasoning(self) -> bool:
        """Fold the reasoning or open it again; False where there is none."""
        folded = self._page.reasoning_folded
        if folded is None:
            return False
        self._page.fold_reasoning(not folded)
        self._ask_for_frame()
        return True
