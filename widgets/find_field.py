"""A line to type what is looked for; it stays open until it is closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from .line_field import LineField


class FindField(LineField):
    """Tells each change by `Input.Changed`, and what its keys ask for."""

    BINDING_GROUP_TITLE = "Find"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "step(1)", "Next", id="find.next", tooltip="Go to the next hit"),
        Binding(
            "up,shift+enter",
            "step(-1)",
            "Before",
            id="find.before",
            tooltip="Go to the hit before",
        ),
        Binding(
            "escape",
            "close",
            "Close",
            id="find.close",
            tooltip="Close the search and stay at the hit",
        ),
    ]
    DEFAULT_CSS = """
    FindField {
        display: none;
        background: $panel;
        &.-textual-compact { padding: 0 2; }
    }
    """

    @dataclass
    class Stepped(Message):
        """The reader asks for the next hit (1) or the one before (-1)."""

        by: int

    class Closed(Message):
        """The reader is done."""

    def __init__(self, placeholder: str = "Find in this reply") -> None:
        super().__init__(placeholder=placeholder, compact=True)

    def action_step(self, by: int) -> None:
        self.post_message(self.Stepped(by))

    def action_close(self) -> None:
        self.post_message(self.Closed())
