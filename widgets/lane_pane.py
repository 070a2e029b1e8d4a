"""One column: a lane's name, the page of its reply, and its status line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import DescendantFocus
from textual.message import Message

from .find_field import FindField
from .frame_clock import FrameClock
from .lane_status import LaneStatus, StatusRow
from .plain_text import visible_line
from .reading_view import ReadingView
from .scroll_page import quiet

LaneColour = Literal["sdk", "proxy", "litellm"]
Part = Literal["answer", "code", "turn"]
_FIND_TIP = "Find as you type, in what is shown: folded reasoning is left out"
_CODE_TIP = "Copy the marked block of code, or the nearest, as the model sent it"
_TURN_TIP = "Copy the prompt and this lane's answer as Markdown"


class LanePane(Vertical):
    """Draws one lane. `place` is its stable number in the session."""

    BINDING_GROUP_TITLE = "Reply"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "y",
            "copy_part('answer')",
            "Copy answer",
            id="reply.copy",
            tooltip="Copy the answer's Markdown to the clipboard",
        ),
        quiet("Y", "copy_part('code')", "Copy code", "reply.copy-code", _CODE_TIP),
        quiet("T", "copy_part('turn')", "Copy turn", "reply.copy-turn", _TURN_TIP),
        # Before the letters that follow in one burst: they are for the field.
        Binding("/", "find", "Find", id="reply.find", tooltip=_FIND_TIP, priority=True),
        quiet("n", "block(1)", "Next code", "reply.next-code", "Mark the next block of code"),
        quiet(
            "N", "block(-1)", "Code before", "reply.code-before", "Mark the block of code before"
        ),
        quiet("{", "turn(-1)", "Turn before", "reply.turn-before", "Show the turn before this one"),
        quiet("}", "turn(1)", "Next turn", "reply.next-turn", "Show the turn after this one"),
        quiet("z", "fold", "Reasoning", "reply.fold", "Open the model's reasoning, or fold it"),
    ]
    DEFAULT_CSS = """
    LanePane {
        width: 1fr;
        min-width: 16;
        height: 1fr;
        background: $background;
        border: round $lane-sdk 40%;
        border-title-color: $lane-sdk;
        border-subtitle-color: $text-muted;
        &.-proxy { border: round $lane-proxy 40%; border-title-color: $lane-proxy; }
        &.-litellm { border: round $lane-litellm 40%; border-title-color: $lane-litellm; }
        &.-target { border-title-style: bold; }
        &:focus-within { border: round $lane-sdk; border-title-style: bold; }
        &.-proxy:focus-within { border: round $lane-proxy; }
        &.-litellm:focus-within { border: round $lane-litellm; }
        & > ReplyView {
            height: 1fr;
            padding: 0 0 0 1;
            background: $background;
            scrollbar-color: $primary 40%;
            scrollbar-background: $background;
            scrollbar-background-hover: $background;
            scrollbar-background-active: $background;
        }
    }
    """

    @dataclass
    class PartAsked(Message):
        """The reader wants a part of this lane's page on the clipboard.

        `text` is its source where the page has it; of a turn, that is the answer.
        """

        place: int
        part: Part
        text: str

    @dataclass
    class TurnAsked(Message):
        """The reader wants the turn after this one (1), or the one before (-1)."""

        by: int

    @dataclass
    class Entered(Message):
        """The focus came into this lane."""

        place: int

    def __init__(self, place: int, clock: FrameClock | None = None) -> None:
        super().__init__(id=f"lane-{place}")
        self.place = place
        self._host = self._words = ""
        self.view = ReadingView(clock=clock)
        self.field = FindField()
        self.status = LaneStatus()
        self._anchor = 0

    def compose(self) -> ComposeResult:
        yield self.view
        yield self.field
        yield self.status

    def show_lane(self, title: str, host: str, colour: LaneColour) -> None:
        """Name the lane: its path and model above, its host below."""
        self.border_title = Content(visible_line(title)).markup
        self._host = visible_line(host)
        self._show_foot()
        for one in ("proxy", "litellm"):
            self.set_class(colour == one, f"-{one}")

    def show_status(self, row: StatusRow) -> None:
        self.status.show(row)

    def action_fold(self) -> None:
        self.view.fold_reasoning()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        # In the field itself a slash is text.
        return action != "find" or self.screen.focused is not self.field

    def action_find(self) -> None:
        # Where a movement that still goes on will end.
        self._anchor = round(self.view.scroll_target_y)
        self.field.display = True
        self.screen.set_focus(self.field)
        self.view.find(self.field.value, self._anchor)

    def action_block(self, by: int) -> None:
        self.view.step_block(by)

    def action_turn(self, by: int) -> None:
        self.post_message(self.TurnAsked(by))

    def action_copy_part(self, part: Part) -> None:
        text = self.view.take_block() if part == "code" else self.view.source
        self.post_message(self.PartAsked(self.place, part, text))

    def _show_foot(self) -> None:
        parts = [part for part in (self._words, self._host) if part]
        self.border_subtitle = Content(" · ".join(parts)).markup

    @on(FindField.Changed)
    def _sought(self, event: FindField.Changed) -> None:
        event.stop()
        if self.field.display:
            self.view.find(event.value, self._anchor)

    @on(FindField.Stepped)
    def _stepped(self, event: FindField.Stepped) -> None:
        event.stop()
        row = self.view.step_find(event.by)
        self._anchor = self._anchor if row is None else row

    @on(FindField.Closed)
    def _leave_search(self, event: FindField.Closed) -> None:
        event.stop()
        self.screen.set_focus(self.view)
        self.field.display = False
        self.view.end_find()

    @on(ReadingView.Read)
    def _read(self, event: ReadingView.Read) -> None:
        event.stop()
        self._words = event.words
        self._show_foot()

    @on(DescendantFocus)
    def _entered(self) -> None:
        self.post_message(self.Entered(self.place))
