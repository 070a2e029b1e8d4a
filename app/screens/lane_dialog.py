"""Asks for a lane in its text form."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ..core.lanes import Lane, LaneSyntaxError, parse_lane
from .desk import Desk

FORM = "sdk:MODEL@URL, proxy:ALIAS@URL, litellm:MODEL@URL/v1; ?max_tokens=64"


class LaneDialog(ModalScreen[Lane | None]):
    """Gives the lane that was typed, or None."""

    BINDING_GROUP_TITLE = "Dialogs"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="dialog.cancel", tooltip="Close without a change")
    ]
    DEFAULT_CSS = """
    LaneDialog {
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

    def __init__(self, desk: Desk, title: str, text: str) -> None:
        super().__init__()
        self._desk, self._title, self._text = desk, title, text

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = self._title
            yield Input(self._text, select_on_focus=False, compact=True, id="lane-text")
            yield Static(FORM, markup=False, classes="hint")
            yield Static("", markup=False, id="problem")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        try:
            lane = self._desk.lane_of(parse_lane(event.value))
        except LaneSyntaxError as problem:
            notice = self.query_one("#problem", Static)
            notice.update(str(problem))
            notice.display = True
            return
        self.dismiss(lane)

    def action_cancel(self) -> None:
        self.dismiss(None)
