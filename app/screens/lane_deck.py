"""The columns of the chat screen: a pane per lane, all showing one turn."""

from collections.abc import Mapping
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message as ScreenMessage
from textual.worker import Worker

from ...widgets.frame_clock import FrameClock
from ...widgets.lane_pane import LaneColour, LanePane
from ...widgets.reply_parts import Tone
from ..core.conversation import Reply, Turn
from ..core.lanes import Message, Path
from .desk import Desk
from .reply_page import write_again
from .sessions.book import ReplyEntry
from .status_rows import host_of, is_running, status_row

REPLY_GROUP = "reply"
_COLOURS: Mapping[Path, LaneColour] = {
    Path.SDK: "sdk",
    Path.PROXY: "proxy",
    Path.LITELLM: "litellm",
}


class LanePage:
    """The page of one lane and turn: writes through while that turn is on show."""

    def __init__(self, deck: "LaneDeck", place: int, turn: Turn) -> None:
        self._deck, self._place, self._turn = deck, place, turn

    @property
    def _view(self) -> "LanePane | None":
        return self._deck.pane(self._place) if self._deck.turn is self._turn else None

    def begin(self) -> None:
        if pane := self._view:
            pane.view.begin()

    def feed(self, text: str) -> None:
        if pane := self._view:
            pane.view.feed(text)

    def feed_reasoning(self, text: str) -> None:
        if pane := self._view:
            pane.view.feed_reasoning(text)

    def reasoned(self, seconds: float | None) -> None:
        if pane := self._view:
            pane.view.reasoned(seconds)

    def feed_call(self, index: int, name: str, arguments: str) -> None:
        if pane := self._view:
            pane.view.feed_call(index, name, arguments)

    def note(self, text: str, tone: Tone = "info") -> None:
        if pane := self._view:
            pane.view.note(text, tone)

    def finish(self) -> None:
        if pane := self._view:
            pane.view.finish()
        self._deck.settled()


class LaneDeck(Horizontal):
    """Owns the panes; one of them is the target of what concerns a single lane."""

    DEFAULT_CSS = """
    LaneDeck {
        height: 1fr;
        &.-expanded > LanePane { display: none; }
        &.-expanded > LanePane.-target { display: block; }
    }
    """

    class Settled(ScreenMessage):
        """A reply has come to its end."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="deck")
        self.desk = desk
        self.turn: Turn | None = None
        self.target = next(iter(desk.lanes), -1)
        # One clock for all pages, so that they do not paint more often together than alone.
        self._clock = FrameClock()
        self._panes = {place: LanePane(place, self._clock) for place in desk.lanes}
        self._workers: dict[int, Worker[None]] = {}
        self._entries: dict[int, ReplyEntry] = {}
        # By place, the one that was started last.
        self._replies: dict[int, Reply] = {}

    def compose(self) -> ComposeResult:
        # Named when it is mounted, a pane is styled twice, with all that is in it.
        self._name_lanes()
        yield from self._panes.values()

    def on_mount(self) -> None:
        self.refresh_status()

    def pane(self, place: int) -> LanePane | None:
        return self._panes.get(place)

    async def open_lane(self, place: int) -> None:
        """Open a pane for the lane at `place` and aim at it."""
        pane = self._panes[place] = LanePane(place, self._clock)
        await self.mount(pane)
        self.aim(place)
        self.show_turn(self.turn)

    def follow(self) -> None:
        """Have a pane for each lane that the desk has now, and name all after theirs."""
        for place in self._panes.keys() - self.desk.lanes.keys():
            self._let_go(place).remove()
        for place in self.desk.lanes.keys() - self._panes.keys():
            self._panes[place] = LanePane(place, self._clock)
            self.mount(self._panes[place])
        if self.target not in self._panes:
            self.target = next(iter(self._panes), -1)
        self.refresh_lanes()

    async def close_lane(self, place: int) -> None:
        """Close a lane and its pane; what it was answering is stopped first."""
        self.stop(place)
        pane = self._let_go(place)
        del self.desk.lanes[place]
        self.aim(next(iter(self._panes), -1))
        await pane.remove()

    def _let_go(self, place: int) -> LanePane:
        # A worker that has ended holds the pane that it was run by, with all its lines.
        for kept in (self._workers, self._entries, self._replies):
            kept.pop(place, None)
        return self._panes.pop(place)

    def aim(self, place: int) -> None:
        self.target = place
        self.refresh_lanes()

    def show_turn(self, turn: Turn | None) -> None:
        """Bring `turn` on all pages; None empties them."""
        self.turn = turn
        for place, pane in self._panes.items():
            write_again(pane.view, turn.replies.get(place) if turn else None)
        self.refresh_lanes()

    def start(self, turn: Turn, place: int, messages: list[Message] | None = None) -> None:
        """Have the lane at `place` answer `turn`; `messages` are its own history if not given."""
        # With it come all events, which no first frame shows.
        from .lane_worker import read_reply

        reply = turn.replies[place] = self._replies[place] = Reply(self.desk.lanes[place])
        asked = messages or self.desk.session.messages(place, turn)
        entry = self._entries[place] = self.desk.book.reply(turn, place, reply)
        page = LanePage(self, place, turn)
        work = partial(read_reply, self.desk, reply, asked, page, entry)
        pane = self._panes[place]
        self._workers[place] = pane.run_worker(work, group=REPLY_GROUP, exclusive=True)

    def stop(self, place: int | None = None) -> None:
        """Stop the reply at `place`, or all of them."""
        for number, reply in self._under_way().items():
            if place in (None, number):
                # A worker that was cancelled before its first step settles nothing itself.
                reply.stopped = True
                self._workers[number].cancel()
                self._entries[number].end()
        self.settled()

    def answering(self, place: int | None = None) -> bool:
        replies = self._under_way()
        return bool(replies) if place is None else place in replies

    def settled(self) -> None:
        self.refresh_status()
        self.post_message(self.Settled())

    def refresh_lanes(self) -> None:
        """Name each pane after its lane, and show where the target is."""
        self._name_lanes()
        self.refresh_status()

    def _name_lanes(self) -> None:
        for place, pane in self._panes.items():
            lane = self.desk.lanes[place]
            pane.show_lane(lane.label, host_of(lane), _COLOURS[lane.path])
            pane.set_class(place == self.target, "-target")

    def refresh_status(self) -> None:
        now = self.desk.kit.clock()
        for place, pane in self._panes.items():
            reply = self.turn.replies.get(place) if self.turn else None
            lane = reply.lane if reply else self.desk.lanes[place]
            context = self.desk.gauge.words(reply) if reply else ""
            waiting = self.desk.board.waiting_for(lane)
            pane.show_status(status_row(reply, now, waiting, context))

    def _under_way(self) -> dict[int, Reply]:
        return {place: reply for place, reply in self._replies.items() if is_running(reply)}

    @on(LanePane.Entered)
    def _entered(self, event: LanePane.Entered) -> None:
        event.stop()
        self.aim(event.place)
