"""Several lines to write in a dialog."""

from __future__ import annotations

from typing import Any

from .written_text import WrittenText


class TextField(WrittenText):
    """Goes with its dialog."""

    def on_unmount(self) -> None:
        # The application's list of whom to tell of a new theme is tidied at the next theme alone,
        # and holds on to the field and to all that was written in it.
        field: Any = self
        watchers: Any = getattr(field.app, "__watchers", {})
        themes: Any = watchers.get("theme", [])
        themes[:] = [one for one in themes if one[0] is not self]
