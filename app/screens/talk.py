"""The course of a chat: prompts are sent or wait, sent again, edited, and fork."""

from collections.abc import Callable, Sequence
from typing import Protocol

from textual.notifications import SeverityLevel

from ..core.attachments import Attachment
from ..core.conversation import Turn
from .desk import Desk
from .lane_deck import LaneDeck


class Say(Protocol):
    def __call__(self, words: str, severity: SeverityLevel = "information") -> None: ...


class Talk:
    """What is done to the turns of the session; `show` brings one on the screen."""

    def __init__(
        self, desk: Desk, deck: LaneDeck, say: Say, show: Callable[[Turn | None], None]
    ) -> None:
        self._desk, self._deck, self._say, self._show = desk, deck, say, show
        self.waiting: list[Turn] = []
        """Sent one by one, each when the replies to the one before have come."""

    @property
    def shown(self) -> Turn | None:
        turn = self._deck.turn
        return None if self._desk.session.index(turn) is None else turn

    def send(self, prompt: str, attachments: Sequence[Attachment] = ()) -> bool:
        """False where no lane can take it; while a reply comes, it waits for its turn."""
        if not self._desk.lanes:
            self._say("There is no lane. Take a model from the list of runners.", "warning")
            return False
        turn = Turn(prompt, attachments=tuple(attachments))
        if self._deck.answering():
            self.waiting.append(turn)
        else:
            self._start(turn)
        return True

    def go_on(self) -> None:
        """Send what waits, once nothing is answered any more."""
        if self.waiting and not self._deck.answering():
            # Made anew: it is asked now, and not when it began to wait.
            self._start(_again(self.waiting.pop(0)))

    def take_back(self) -> list[Turn]:
        """Everything that waits; it waits no more."""
        turns, self.waiting = self.waiting, []
        return turns

    def resend(self) -> None:
        """Send the turn on show again; the answers it has stay as a fork."""
        if (place := self._leave()) is not None:
            turn = self._desk.session.turns[place]
            self._desk.session.cut(place)
            self._start(_again(turn))

    def edit(self) -> Turn | None:
        """The turn on show, to be written anew; what was answered stays as a fork."""
        if (place := self._leave()) is None:
            return None
        turn = self._desk.session.turns[place]
        self._cut(place)
        return turn

    def fork(self) -> None:
        """Let the next prompt follow the turn on show, and not the last one."""
        if (place := self._leave()) is None:
            return
        self._cut(place + 1)
        self._say(f"The next prompt follows turn {place + 1}")

    def step(self, by: int) -> bool:
        """Show the branch of the turn's next or earlier fork; False where there is none."""
        turn = self.shown
        if turn is None:
            return False
        forks = self._desk.session.forks(turn)
        place = forks.index(turn) + by
        if not 0 <= place < len(forks):
            self._say("There is no other fork that way. e edits a turn, r sends it again.")
            return False
        self.show_branch(forks[place])
        return True

    def turn_page(self, by: int) -> None:
        """Show the turn after the one on show (1), or the one before (-1)."""
        turns = self._desk.session.turns
        if (index := self._desk.session.index(self._deck.turn)) is None:
            return
        if 0 <= index + by < len(turns):
            self._show(turns[index + by])
        else:
            self._say(f"This is the {'last' if by > 0 else 'first'} turn")

    def show_branch(self, turn: Turn) -> None:
        """Show `turn` in a branch of its own."""
        self._deck.stop()
        self._desk.book.show(turn)
        self._show(turn)

    def beside(self, place: int, like: int) -> None:
        """Have the lane at `place` answer the turn on show, asked as the lane at `like` was."""
        if turn := self.shown:
            self._deck.start(turn, place, self._desk.session.messages(like, turn))

    def _start(self, turn: Turn) -> None:
        self._desk.book.begin(turn)
        self._deck.show_turn(turn)
        for place in self._desk.lanes:
            self._deck.start(turn, place)
        self._show(turn)

    def _leave(self) -> int | None:
        """Stop what is answered; gives the place of the turn on show."""
        self._deck.stop()
        return self._desk.session.index(self._deck.turn)

    def _cut(self, count: int) -> None:
        turns = self._desk.session.turns
        self._desk.session.cut(count)
        self._show(turns[-1] if turns else None)


def _again(turn: Turn) -> Turn:
    return Turn(turn.prompt, attachments=turn.attachments)
