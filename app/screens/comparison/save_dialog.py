"""Asks for a file; the end of its name says in which form the comparison is written."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from .saving import FORMATS


class SaveDialog(ModalScreen[Path | None]):
    """Gives a file that is in no other's way, or None."""

    BINDING_GROUP_TITLE = "Dialogs"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="save.cancel", tooltip="Write nothing")
    ]
    DEFAULT_CSS = """
    SaveDialog {
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

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name_given = name

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "Save the comparison"
            yield Input(self._name_given, select_on_focus=False, compact=True, id="save-name")
            yield Static(f"Ends in {', '.join(FORMATS)}", markup=False, classes="hint")
            yield Static("", markup=False, id="problem")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        file = Path(event.value.strip()).expanduser()
        problem = _problem(file)
        if not problem:
            self.dismiss(file)
            return
        notice = self.query_one("#problem", Static)
        notice.update(problem)
        notice.display = True

    def action_cancel(self) -> None:
        self.dismiss(None)


def _problem(file: Path) -> str:
    if file.suffix not in FORMATS:
        return f"'{file.suffix or file.name}' is none of {', '.join(FORMATS)}"
    if not file.parent.is_dir():
        return f"There is no folder {file.parent}"
    return f"{file.name} is there already" if file.exists() else ""
