"""Several lines to write in a dialog."""

from __future__ import annotations

from typing import Any

from textual.widgets import TextArea

from .keys_in_order import KeysInOrder


class TextField(KeysInOrder, TextArea):
    """Goes with its dialog."""

    def on_unmount(self) -> None:
        # The application's list of whom to tell of a new theme is tidied at the next theme alone,
        # and holds on to the field and to all that was written in it.
        field: Any = self
        watchers: list[tuple[Any, Any]] = vars(field.app).get("__watchers", {}).get("theme", [])
        watchers[:] = [one for one in watchers if one[0] is not self]
