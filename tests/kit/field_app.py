"""An application with one field."""

from textual.app import App, ComposeResult
from textual.widget import Widget


class FieldApp(App[None]):
    def __init__(self, field: Widget) -> None:
        super().__init__()
        self.field = field

    def compose(self) -> ComposeResult:
        yield self.field
