"""A key cap on every pane: one key more and the focus is there."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.widget import Widget
from textual.widgets import Static

from .dialog import Dialog

CAPS = "asdfghjkl"


class JumpScreen(Dialog[None]):
    """Takes one key and focuses the widget that wears it; any other key just closes."""

    BINDING_GROUP_TITLE = "Dialogs"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", id="jump.close", tooltip="Stay where you are")
    ]
    DEFAULT_CSS = """
    JumpScreen {
        background: $background 40%;
        & > Static {
            width: auto; height: 1; padding: 0 1; position: absolute;
            background: $primary; color: $background; text-style: bold;
        }
    }
    """

    def __init__(self, targets: Sequence[Widget]) -> None:
        super().__init__()
        shown = [target for target in targets if target.is_on_screen and target.region.area > 0]
        self._targets = dict(zip(CAPS, shown, strict=False))

    def compose(self) -> ComposeResult:
        for cap, target in self._targets.items():
            label = Static(cap, markup=False)
            label.styles.offset = (target.region.x + 2, target.region.y)
            yield label

    def on_key(self, event: Key) -> None:
        if event.key == "escape":
            return
        event.stop()
        target = self._targets.get(event.character or "")
        self.dismiss()
        if target is not None:
            target.focus()
