"""The prompt of the turn on show."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from .plain_text import visible


class PromptLine(Static):
    """Repeats, quietly, what the replies below answer."""

    DEFAULT_CSS = """
    PromptLine {
        height: auto;
        max-height: 3;
        padding: 0 2;
        color: $text-muted;
        display: none;
        &.-asked { display: block; }
        &:ansi { text-style: dim; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self.prompt = ""

    def show(self, prompt: str, number: int, count: int, attached: str = "") -> None:
        """Show turn `number` of `count`, and what went with it; an empty prompt hides the line."""
        self.prompt = prompt
        self.set_class(bool(prompt), "-asked")
        place = f"  {number}/{count}" if number != count else ""
        self.update(
            Content.assemble(
                ("❯ ", "bold $text-accent"),
                (visible(attached), "$text-accent"),
                visible(prompt),
                (place, "$foreground 60%"),
            )
        )
