"""What stands beside the replies: the index of turns, and a field to search the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from .find_field import FindField
from .message_log import MessageLog
from .scroll_page import quiet

_FIND_TIP = "Find a turn as you type, by what stands in its prompt or its answers"


class TurnSidebar(Vertical):
    """Holds what is `above`, and the log; the search goes on after its field was closed."""

    BINDING_GROUP_TITLE = "Turns"
    BINDINGS: ClassVar[list[BindingType]] = [
        # Before the letters that follow in one burst: they are for the field.
        Binding("/", "find", "Find", id="turns.find", tooltip=_FIND_TIP, priority=True),
        quiet("n", "step(1)", "Next hit", "turns.next-hit", "Show the next turn that was found"),
        quiet("N", "step(-1)", "Hit before", "turns.hit-before", "Show the found turn before"),
        quiet("escape", "end_find", "End search", "turns.end-find", "End the search for turns"),
    ]

    @dataclass
    class Sought(Message):
        """Turns that hold `text` are looked for from now on; none where it is blank."""

        text: str

    @dataclass
    class Stepped(Message):
        """The reader asks for the next turn that was found (1) or the one before (-1)."""

        by: int

    def __init__(self, above: Widget, log: MessageLog, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._above, self._log = above, log
        self.field = FindField("Find in this session")
        self._sought = ""

    def compose(self) -> ComposeResult:
        yield self._above
        yield self._log

    def show_search(self, words: str) -> None:
        """Tell of what was found in a few words of ours."""
        self._log.border_subtitle = words

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "find":
            return self._log is self.screen.focused
        if action in ("step", "end_find"):
            return self._log is self.screen.focused and bool(self._sought)
        return super().check_action(action, parameters)

    def action_find(self) -> None:
        # Mounted when it is wanted first: most starts are without it.
        if not self.field.is_attached:
            self.mount(self.field)
        self.field.display = True
        self.screen.set_focus(self.field)
        self._seek(self.field.value)

    def action_step(self, by: int) -> None:
        self.post_message(self.Stepped(by))

    def action_end_find(self) -> None:
        self._seek("")

    def _seek(self, text: str) -> None:
        self._sought = text.strip()
        self.post_message(self.Sought(self._sought))

    @on(FindField.Changed)
    def _typed(self, event: FindField.Changed) -> None:
        event.stop()
        if self.field.display:
            self._seek(event.value)

    @on(FindField.Stepped)
    def _stepped(self, event: FindField.Stepped) -> None:
        event.stop()
        self.action_step(event.by)

    @on(FindField.Closed)
    def _leave_field(self, event: FindField.Closed) -> None:
        event.stop()
        self.screen.set_focus(self._log)
        self.field.display = False
