"""The chat screen: lanes side by side, an index of turns, and a composer."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer

from ...widgets.composer import Composer
from ...widgets.lane_pane import LanePane
from ...widgets.message_log import MessageLog
from ...widgets.preparation_lines import PreparationLine, PreparationLines
from ...widgets.prompt_line import PromptLine
from ...widgets.runner_picker import RunnerPicker
from ...widgets.welcome import Welcome
from ..core.conversation import Turn
from ..core.lanes import Lane
from .base import WorkScreen
from .desk import MOST_LANES, Desk
from .jump import JumpScreen
from .keys import CHAT_KEYS
from .lane_deck import LaneDeck
from .line_dialog import LineDialog
from .picker_rows import PickerTable, picker_table
from .status_rows import turn_row
from .welcome_text import welcome_keys, welcome_lines

TICKS_PER_SECOND = 5
LANE_FORM = "sdk:MODEL@URL, proxy:ALIAS@URL, litellm:MODEL@URL/v1; ?max_tokens=64"


class ChatScreen(WorkScreen):
    """Translates what the user does into calls of the desk and the deck."""

    CSS_PATH = "chat.tcss"
    BINDING_GROUP_TITLE = "Chat"
    BINDINGS: ClassVar[list[BindingType]] = CHAT_KEYS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
        self.picker = RunnerPicker(id="picker")
        self.log_list = MessageLog(id="turns")
        self.prompt = PromptLine(id="prompt")
        self.welcome = Welcome(id="welcome")
        self.deck = LaneDeck(desk)
        self.preparations = PreparationLines(id="preparations")
        self.composer = Composer(id="composer")
        self._table = PickerTable()

    def compose(self) -> ComposeResult:
        with Horizontal(id="body"):
            with Vertical(id="sidebar"):
                yield self.picker
                yield self.log_list
            with Vertical(id="centre"):
                yield self.welcome
                yield self.prompt
                yield self.deck
                yield self.preparations
                yield self.composer
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self.desk.watch(self._desk_changed)
        self.set_interval(1 / TICKS_PER_SECOND, self._tick)
        self._show_turn(None)
        self._desk_changed()
        self.composer.focus()

    # What changes by itself

    def _tick(self) -> None:
        if self.deck.answering() or self.preparations.lines or self.desk.board.states:
            self.deck.refresh_status()
            self._show_preparations()

    def _desk_changed(self) -> None:
        lanes = list(self.desk.lanes.values())
        found, offers = self.desk.found, self.desk.kit.offers
        self._table = picker_table(found, offers, lanes, self.desk.searching)
        self.picker.show_rows(self._table.rows)
        self.deck.follow()
        self._show_preparations()
        self._show_welcome()

    def _show_preparations(self) -> None:
        states = self.desk.board.states
        failed = [state.failure for state in states if state.failure is not None]
        self.preparations.show(
            [PreparationLine(s.message, s.share) for s in states if not s.over.is_set()]
            + [PreparationLine(f"{f.summary}. {f.cure}", failed=True) for f in failed]
        )

    def _show_welcome(self) -> None:
        self.welcome.display = not self.desk.session.turns
        if self.welcome.display:
            self.welcome.show("Quayside", welcome_lines(self.desk), welcome_keys(self.desk.kit))

    @on(LaneDeck.Settled)
    def _settled(self) -> None:
        self._show_log()

    # Turns

    @on(Composer.Sent)
    def _sent(self, event: Composer.Sent) -> None:
        if not self._send(event.text):
            self.composer.give_back(event.text)

    def _send(self, prompt: str) -> bool:
        if self.deck.answering():
            self.say("Still answering. Escape stops it.", "warning")
            return False
        if not self.desk.lanes:
            self.say("There is no lane. Take a model from the list of runners.", "warning")
            return False
        turn = Turn(prompt)
        self.desk.session.turns.append(turn)
        self.composer.remember([turn.prompt for turn in self.desk.session.turns])
        self.deck.show_turn(turn)
        for place in self.desk.lanes:
            self.deck.start(turn, place)
        self._show_turn(turn)
        return True

    def _show_turn(self, turn: Turn | None) -> None:
        turns = self.desk.session.turns
        if turn is not self.deck.turn:
            self.deck.show_turn(turn)
        number = turns.index(turn) + 1 if turn else 0
        self.prompt.show(turn.prompt if turn else "", number, len(turns))
        self._show_welcome()
        self._show_log()

    def _show_log(self) -> None:
        turns, places = self.desk.session.turns, list(self.desk.lanes)
        rows = [turn_row(number, turn, places) for number, turn in enumerate(turns, 1)]
        shown = self.deck.turn
        self.log_list.show_rows(rows, turns.index(shown) if shown in turns else None)

    @on(MessageLog.Chosen)
    def _turn_chosen(self, event: MessageLog.Chosen) -> None:
        turns = self.desk.session.turns
        if event.index >= len(turns):
            return
        self._show_turn(turns[event.index])
        if event.enter and (pane := self.deck.pane(self.deck.target)):
            pane.view.focus()

    def action_stop(self) -> None:
        inside = isinstance(self.focused, LanePane) or self.deck in self._focus_path()
        place = self.deck.target if inside and self.deck.answering(self.deck.target) else None
        self.deck.stop(place)

    def _focus_path(self) -> list[object]:
        return [] if self.focused is None else list(self.focused.ancestors)

    def action_resend(self) -> None:
        self.deck.stop()
        if turn := self.desk.session.take_last():
            self._send(turn.prompt)

    def action_edit(self) -> None:
        self.deck.stop()
        if turn := self.desk.session.take_last():
            self.composer.put(turn.prompt)
            self.composer.focus()
            self._show_turn(self.desk.session.turns[-1] if self.desk.session.turns else None)

    def action_new_session(self) -> None:
        self.deck.stop()
        self.desk.new_session()
        self._show_turn(None)
        self.composer.focus()

    @on(LanePane.CopyAsked)
    def _copy_asked(self, event: LanePane.CopyAsked) -> None:
        if pane := self.deck.pane(event.place):
            self.copy(pane.view.source, "answer")

    # Lanes

    @on(RunnerPicker.Chosen)
    async def _lane_chosen(self, event: RunnerPicker.Chosen) -> None:
        lane = self.desk.lane_of(self._table.lanes[event.choice])
        if event.add or not self.desk.lanes:
            await self._add(lane)
        else:
            self._change(lane)

    @on(RunnerPicker.SearchAgain)
    def _search_again(self) -> None:
        self.run_worker(self.desk.search(), group="search", exclusive=True)

    def action_add_lane(self) -> None:
        self.app.push_screen(self._lane_dialog("Add a lane"), self._add)

    def action_change_lane(self) -> None:
        if self.desk.lanes:
            self.app.push_screen(self._lane_dialog("Change the lane"), self._change)

    async def action_remove_lane(self) -> None:
        if len(self.desk.lanes) < 2:
            self.say("The last lane stays. Ctrl+K changes it.", "warning")
            return
        place = self.deck.target
        await self.deck.close_lane(place)
        self.remove_class("-expanded")
        self._lanes_changed()

    def _lane_dialog(self, title: str) -> LineDialog[Lane]:
        target = self.desk.lanes.get(self.deck.target)
        text = target.text if target else "sdk:"
        return LineDialog(title, text, LANE_FORM, self.desk.lane_from)

    async def _add(self, lane: Lane | None) -> None:
        if lane is None:
            return
        place = self.desk.add(lane)
        if place is None:
            self.say(f"{MOST_LANES} lanes are the most. Ctrl+W closes one.", "warning")
            return
        await self.deck.open_lane(place)
        self._lanes_changed()

    def _change(self, lane: Lane | None) -> None:
        if lane is not None:
            self.desk.lanes[self.deck.target] = lane
            self._lanes_changed()
            self.say(f"This lane is now {lane.label}")

    def _lanes_changed(self) -> None:
        self.desk.tell()
        self._show_log()

    # The look

    def action_expand(self) -> None:
        self.deck.toggle_class("-expanded")

    def action_sidebar(self) -> None:
        self.toggle_class("-sidebar-turned")

    def action_jump(self) -> None:
        panes = [pane.view for pane in self.deck.query(LanePane)]
        self.app.push_screen(JumpScreen([self.picker, self.log_list, *panes, self.composer]))
