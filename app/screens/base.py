"""What the screens have in common."""

from pathlib import Path
from typing import Literal

from textual import getters
from textual.app import App
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget

from .desk import Desk


class Stage(App[None]):
    """All that screens know of the application: it gives no result."""

    # A sheet that a screen brings at its first showing has those of all parsed again.
    CSS_PATH = [*sorted(Path(__file__).parent.glob("*.tcss"))]  # noqa: RUF012
    CSS = """
    /* At the bottom they would cover what is being typed; a dialog draws them over the same place
       as the screen below it. */
    ToastRack { dock: top; align: right top; }
    """


class WorkScreen(Screen[None]):
    """A screen over the desk."""

    app = getters.app(Stage)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        # A click on a widget that has just been removed would crash (Textualize/textual#6643).
        widget, offset = super().get_widget_and_offset_at(x, y)
        attached = widget is not None and widget.is_attached
        return (widget, offset) if attached else (None, None)

    def copy(self, text: str, what: str) -> None:
        """Put `text` on the clipboard and say so."""
        if not text:
            self.say(f"There is no {what} to copy yet", "warning")
            return
        (self.desk.kit.copy or self.app.copy_to_clipboard)(text)
        self.say(f"Copied the {what}, {len(text)} characters")

    def say(
        self, words: str, severity: Literal["information", "warning", "error"] = "information"
    ) -> None:
        self.notify(words, severity=severity, markup=False, timeout=4)
