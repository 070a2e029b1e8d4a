"""Where the prompt is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Paste
from textual.message import Message
from textual.strip import Strip

from .written_text import WrittenText

LONGEST_PASTE = 20_000
"""Characters that are pasted into the text; more of them would make every key slow."""


class Composer(WrittenText):
    """A text area that sends. Up in an empty composer walks back through earlier prompts."""

    BINDING_GROUP_TITLE = "Composer"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "submit",
            "Send",
            id="composer.send",
            tooltip="Send the prompt to every lane",
            priority=True,
        ),
        Binding(
            "ctrl+j,shift+enter,alt+enter",
            "newline",
            "New line",
            id="composer.newline",
            tooltip="Start a new line; ctrl+j does so in every terminal",
            show=False,
            priority=True,
        ),
        Binding(
            "up",
            "recall",
            "Earlier prompt",
            id="composer.recall",
            tooltip="In an empty composer: bring back an earlier prompt",
            show=False,
        ),
    ]
    DEFAULT_CSS = """
    Composer {
        height: auto;
        min-height: 3;
        max-height: 10;
        padding: 0 1;
        background: $background;
        border: round $primary 40%;
        border-title-color: $text-muted;
        &:focus { border: round $primary; border-title-color: $text-primary; }
        &:ansi .text-area--placeholder { text-style: dim; }
    }
    """

    @dataclass
    class Sent(Message):
        """The user sent `text`, which has left the composer; `give_back` undoes that."""

        text: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(
            "",
            id=id,
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder="Ask something; Enter sends it to every lane",
        )
        self.border_title = "Prompt"
        self.held: dict[str, str] = {}
        """Long texts that were pasted, by the name that stands for them in the draft."""
        self.foreign: list[str] = []
        """What came into the draft otherwise than by keys, and may be anybody's words."""
        self._earlier: Sequence[str] = ()
        self._recalled = ""
        self._steps_back = 0

    def render_line(self, y: int) -> Strip:
        # At no width at all, Textual's placeholder ends the program.
        return super().render_line(y) if self.content_size.width else Strip.blank(0)

    def remember(self, prompts: Sequence[str]) -> None:
        """Offer these earlier prompts, oldest first; they are asked for one by one."""
        self._earlier = prompts
        self._steps_back = 0

    def put(self, text: str, *, foreign: bool = True) -> None:
        """Replace the draft and stand at its end; `foreign` if it was not just written here."""
        if foreign:
            self.foreign.append(text)
        self.load_text(self._short(text))
        self.move_cursor(self.document.end)

    def give_back(self, text: str) -> None:
        """Return a prompt that could not be sent, before what was typed since."""
        self.put(text + self.text, foreign=False)

    @property
    def before_cursor(self) -> str:
        """The draft up to the cursor."""
        return self.get_text_range((0, 0), self.cursor_location)

    def write_over(self, count: int, text: str) -> None:
        """Put `text` in the place of the `count` characters before the cursor, of one line."""
        row, column = self.cursor_location
        self.replace(text, (row, column - count), (row, column))

    def forget(self) -> None:
        """Once the draft was sent: what nothing in it stands for any more."""
        self.foreign = [self.text] if self.text else []
        self.held = {name: text for name, text in self.held.items() if name in self.text}

    async def _on_paste(self, event: Paste) -> None:
        event.stop()
        short = self._short(event.text)
        if short == event.text:
            self.foreign.append(short)
        else:
            event.prevent_default()
            before = self.before_cursor
            self.insert(short if before[-1:].isspace() or not before else f" {short}")

    def _short(self, text: str) -> str:
        """`text`, or a name that stands for it where it is long."""
        if len(text) <= LONGEST_PASTE:
            return text
        name = f"pasted-{len(self.held) + 1}.txt"
        self.held[name] = text
        return f"@{name} "

    # A priority binding overtakes the keys that still wait in our queue, so that text
    # typed in one burst with Enter would be sent without its end: wait behind them.

    def action_submit(self) -> None:
        self.call_later(self._submit)

    def action_newline(self) -> None:
        self.call_later(self.insert, "\n")

    def _submit(self) -> None:
        if self.text.strip():
            text, self.text = self.text, ""
            self.post_message(self.Sent(text.strip("\n")))

    def action_recall(self) -> None:
        if self.text and self.text != self._recalled:
            self.action_cursor_up()
            return
        if self._steps_back < len(self._earlier):
            self._steps_back += 1
            self._recalled = self._earlier[-self._steps_back]
            self.put(self._recalled)
