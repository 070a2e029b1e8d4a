"""Asks whether something that cannot be undone is really wanted."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from ...widgets.plain_text import visible_line
from .dialog import Dialog


class ConfirmScreen(Dialog[bool]):
    """Gives True for a yes, and nothing else does."""

    BINDING_GROUP_TITLE = "Dialogs"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", id="confirm.yes", tooltip="Do it"),
        Binding("n,escape", "answer(False)", "No", id="confirm.no", tooltip="Leave it as it is"),
    ]
    DEFAULT_CSS = """
    ConfirmScreen {
        align: center middle;
        & > Static {
            width: 60; max-width: 96%; height: auto; padding: 1 2;
            background: $surface; border: round $warning; border-title-color: $text-warning;
        }
    }
    """

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        yield Static(f"{visible_line(self._question)}\n\ny yes   n no", markup=False)

    def action_answer(self, yes: bool) -> None:
        self.dismiss(yes)
