"""Asks for one line of text, and again until it can be read."""

from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from ...widgets.line_field import LineField
from .dialog import Dialog

Read = TypeVar("Read")


class LineDialog(Dialog[Read | None], Generic[Read]):
    """Gives what was read of the line, or None; `read` raises `ValueError` with what is wrong."""

    BINDING_GROUP_TITLE = "Dialogs"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="dialog.cancel", tooltip="Close without a change")
    ]
    DEFAULT_CSS = """
    LineDialog {
        align: center middle;
        & > Vertical {
            width: 76; max-width: 96%; height: auto; padding: 1 2;
            background: $surface; border: round $primary; border-title-color: $text-primary;
        }
        & Input { padding: 0 1; background: $background; }
        & .hint { color: $text-muted; }
        & #problem { color: $text-error; display: none; }
    }
    """

    def __init__(self, title: str, text: str, hint: str, read: Callable[[str], Read]) -> None:
        super().__init__()
        self._asked, self._text, self._hint, self._read = title, text, hint, read

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = self._asked
            yield LineField(self._text, select_on_focus=False, compact=True, id="line")
            yield Static(self._hint, markup=False, classes="hint")
            yield Static("", markup=False, id="problem")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        try:
            found = self._read(event.value)
        except ValueError as problem:
            notice = self.query_one("#problem", Static)
            notice.update(str(problem))
            notice.display = True
            return
        self.dismiss(found)

    def action_cancel(self) -> None:
        self.dismiss(None)
