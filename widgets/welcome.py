"""The first thing on an empty screen."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from .plain_text import visible_line


class Welcome(Static):
    """Says what this is, what was found and what to press."""

    DEFAULT_CSS = """
    Welcome { height: auto; max-height: 40%; padding: 1 2; color: $text-muted; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)

    def show(self, title: str, lines: Sequence[str], keys: Sequence[tuple[str, str]]) -> None:
        """A title, plain lines, and keys each with what it does."""
        hints = [
            Content.assemble((visible_line(key), "bold $text-accent"), "\u00a0", _together(text))
            for key, text in keys
        ]
        self.update(
            Content("\n").join(
                [
                    Content.styled(visible_line(title), "bold $text-primary"),
                    *(Content(visible_line(line)) for line in lines),
                    Content("   ").join(hints),
                ]
            )
        )


def _together(text: str) -> str:
    return "\u00a0".join(visible_line(text).split())
