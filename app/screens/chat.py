"""The chat screen: lanes side by side, an index of turns, and a composer."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from ...widgets.composer import Composer
from ...widgets.key_line import KeyLine
from ...widgets.labelled_lines import LabelledLines
from ...widgets.lane_pane import LanePane
from ...widgets.message_log import MessageLog
from ...widgets.preparation_lines import PreparationLines
from ...widgets.prompt_line import PromptLine
from ...widgets.runner_picker import RunnerPicker
from ...widgets.turn_sidebar import TurnSidebar
from ...widgets.welcome import Welcome
from ..core.conversation import Turn
from ..core.failures import Failure
from .command_entry import CommandEntry
from .composing.attaching import Attaching, attached_words
from .desk import Desk
from .keys import CHAT_KEYS
from .lane_changes import LaneChanges
from .lane_deck import LaneDeck
from .on_demand import OnDemand
from .picker_rows import PickerTable, picker_table
from .preparation_rows import preparation_lines
from .prompt_actions import PromptActions
from .sessions.drafts import Drafts
from .talk import Talk
from .turn_finding import TurnFinding
from .turn_rows import turn_rows
from .welcome_text import welcome_keys, welcome_lines

TICKS_PER_SECOND = 5


class ChatScreen(PromptActions):
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
        self.sidebar = TurnSidebar(self.picker, self.log_list, id="sidebar")
        self.deck = LaneDeck(desk)
        self.finding = TurnFinding(self.deck, self.sidebar, self._show_turn)
        self.preparations = PreparationLines(id="preparations")
        self.composer = Composer(id="composer")
        self.talk = Talk(desk, self.deck, self.say, self._show_turn)
        self.lane_changes = LaneChanges(desk, self.deck, self.talk, self.say)
        self.commands = CommandEntry(self.composer, LabelledLines(id="commands"), self.say)
        files = LabelledLines(id="attachments")
        self.attaching = Attaching(self.composer, files, desk.kit.folder)
        self.drafts = Drafts(desk.book, self.composer)
        self._table = PickerTable()

    def compose(self) -> ComposeResult:
        with Horizontal(id="body"):
            yield self.sidebar
            with Vertical(id="centre"):
                yield self.welcome
                yield self.prompt
                yield self.deck
                yield self.preparations
                yield self.commands.hints
                yield self.attaching.lines
                yield self.composer
        yield KeyLine()

    def on_mount(self) -> None:
        self.desk.watch(self._desk_changed)
        self.set_interval(1 / TICKS_PER_SECOND, self._tick)
        self._show_turn(None)
        self._desk_changed()
        self.composer.focus()
        # Behind the first frame, which the loading of the database would delay.
        self.app.call_after_refresh(self.run_worker, self._open_sessions, group="sessions")

    # What changes by itself

    def _tick(self) -> None:
        self.drafts.keep()
        if self.deck.answering() or self.preparations.lines or self.desk.board.states:
            self.deck.refresh_status()
            self._show_preparations()

    def _desk_changed(self) -> None:
        lanes = list(self.desk.lanes.values())
        found, offers = self.desk.found, self.desk.kit.offers
        self._table = picker_table(
            found, offers, lanes, self.desk.searching, self.desk.kit.profiles
        )
        self.picker.show_rows(self._table.rows)
        self.deck.follow()
        self._show_preparations()
        self._show_session()
        self._show_log()

    def _show_session(self) -> None:
        """Another session may have been opened, or this one been left for a new one."""
        turns = self.desk.session.turns
        if self.deck.turn is None or not self.desk.session.holds(self.deck.turn):
            self.deck.stop()
            self._show_turn(self.desk.book.at or (turns[-1] if turns else None))
        else:
            self._show_welcome()
        self.run_worker(self.drafts.come_back, group="drafts")

    async def _open_sessions(self) -> None:
        await self.desk.book.open(self._tell_keeping)
        self.desk.tell()

    def _tell_keeping(self, failure: Failure | None) -> None:
        if failure is None:
            self.say("Sessions are kept again")
        else:
            self.say(f"{failure.summary}. {failure.cure}", "error")

    def _show_preparations(self) -> None:
        self.preparations.show(preparation_lines(self.desk.board.states))

    def _show_welcome(self) -> None:
        self.welcome.display = not self.desk.session.turns
        if self.welcome.display:
            self.welcome.show("Quayside", welcome_lines(self.desk), welcome_keys(self.desk.kit))

    @on(LaneDeck.Settled)
    def _settled(self) -> None:
        self.talk.go_on()
        if self.desk.session.turns:
            self.run_worker(self._read_gauge, group="gauge", exclusive=True)
        self._show_log()
        self.show_waiting()

    async def _read_gauge(self) -> None:
        await self.desk.gauge.learn(self.desk.lanes.values())
        self.deck.refresh_status()

    # Turns

    def _show_turn(self, turn: Turn | None) -> None:
        self._bring(turn)
        turns = self.desk.session.turns
        self.composer.remember(OnDemand(turns, lambda _, one: one.prompt))
        self._show_log()

    def _bring(self, turn: Turn | None) -> None:
        """Show `turn`, of whose session the composer and the log know all turns already."""
        turns = self.desk.session.turns
        if turn is not self.deck.turn:
            self.deck.show_turn(turn)
        index = self.desk.session.index(turn)
        files = attached_words(turn.attachments) if turn else ""
        prompt = turn.prompt if turn else ""
        self.prompt.show(prompt, 0 if index is None else index + 1, len(turns), files)
        self._show_welcome()

    def _show_log(self) -> None:
        session = self.desk.session
        rows = turn_rows(session, list(self.desk.lanes))
        self.log_list.show_rows(rows, session.index(self.deck.turn))
        self.finding.look_soon()

    @on(TurnSidebar.Sought)
    def _sought(self, event: TurnSidebar.Sought) -> None:
        self.finding.seek(event.text)

    @on(TurnSidebar.Stepped)
    def _stepped(self, event: TurnSidebar.Stepped) -> None:
        self.finding.step(event.by)

    @on(MessageLog.Chosen)
    def _turn_chosen(self, event: MessageLog.Chosen) -> None:
        turns = self.desk.session.turns
        if event.index >= len(turns):
            return
        self._bring(turns[event.index])
        if event.enter and (pane := self.deck.pane(self.deck.target)):
            pane.view.focus()

    def action_stop(self) -> None:
        inside = self.focused is not None and self.deck in self.focused.ancestors
        place = self.deck.target if inside and self.deck.answering(self.deck.target) else None
        self.take_back_waiting()
        self.deck.stop(place)

    def action_new_session(self) -> None:
        self.deck.stop()
        self.desk.go_on_in(None)
        self.composer.focus()

    # Lanes

    @on(RunnerPicker.Chosen)
    async def _lane_chosen(self, event: RunnerPicker.Chosen) -> None:
        text = self._table.lanes.get(event.choice)
        if text is None:
            self.say("What was chosen is no longer there", "warning")
        elif event.add or not self.desk.lanes:
            await self.lane_changes.add(self.desk.lane_of(text))
        else:
            self.lane_changes.change(self.desk.lane_of(text))

    @on(RunnerPicker.SearchAgain)
    def _search_again(self) -> None:
        self.run_worker(self.desk.search, group="search", exclusive=True)

    def action_add_lane(self) -> None:
        self.app.push_screen(self.lane_changes.dialog("Add a lane"), self.lane_changes.add)

    def action_beside(self) -> None:
        if self.talk.shown is None:
            self.say("There is no turn yet to answer beside.", "warning")
            return
        dialog = self.lane_changes.dialog("Answer this turn beside, by")
        self.app.push_screen(dialog, self.lane_changes.add_beside)

    def action_change_lane(self) -> None:
        if self.desk.lanes:
            dialog = self.lane_changes.dialog("Change the lane")
            self.app.push_screen(dialog, self.lane_changes.change)

    async def action_remove_lane(self) -> None:
        if await self.lane_changes.remove():
            self.remove_class("-expanded")

    # The look

    def action_expand(self) -> None:
        self.deck.toggle_class("-expanded")

    def action_sidebar(self) -> None:
        self.toggle_class("-sidebar-turned")

    def action_jump(self) -> None:
        from .jump import JumpScreen

        panes = [pane.view for pane in self.deck.query(LanePane)]
        self.app.push_screen(JumpScreen([self.picker, self.log_list, *panes, self.composer]))
