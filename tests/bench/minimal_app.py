"""What Textual itself costs: `python minimal_app.py empty`, or `chat` for the smallest chat."""

import sys

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Footer, Header, Input, Markdown, Static


class Empty(App[None]):
    """The least that can show a letter that is typed."""

    def compose(self) -> ComposeResult:
        yield Static("ready")
        yield Input()


class Chat(App[None]):
    """What a chat must have."""

    AUTO_FOCUS = "Input"

    def compose(self) -> ComposeResult:
        yield Header()
        with VerticalScroll():
            yield Markdown("# Chat")
        yield Input(placeholder="ready")
        yield Footer()


if __name__ == "__main__":
    (Empty if sys.argv[1] == "empty" else Chat)().run()
