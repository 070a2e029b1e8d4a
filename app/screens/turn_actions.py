"""What the keys do to the turn on show."""

from collections.abc import Mapping
from functools import partial

from textual import on

from ...widgets.composer import Composer
from ...widgets.lane_pane import LanePane, Part
from .base import WorkScreen
from .lane_deck import LaneDeck
from .on_demand import OnDemand
from .sessions.lanes_again import at_hand
from .talk import Talk
from .turn_rows import tree_rows

_PART_NAMES: Mapping[Part, str] = {"answer": "answer", "code": "code block", "turn": "turn"}


class TurnActions(WorkScreen):
    """The part of the chat screen that sends turns again, walks their forks and copies them."""

    talk: Talk
    composer: Composer
    deck: LaneDeck

    def action_resend(self) -> None:
        self.talk.resend()

    def action_fork(self) -> None:
        self.talk.fork()
        self.composer.focus()

    def action_fork_on(self, by: int) -> None:
        self.talk.step(by)

    def action_instruct(self, whole: bool) -> None:
        from .sessions.instructing import instruct

        place = None if whole else self.deck.target
        self.run_worker(partial(instruct, self, place), group="instruct", exclusive=True)

    def action_tree(self) -> None:
        from .choice_list import ChoiceList

        rows = tree_rows(self.desk.session)
        self.app.push_screen(
            ChoiceList("Turns and forks", OnDemand(rows, lambda _, row: row.line)),
            lambda index: None if index is None else self.talk.show_branch(rows[index].turn),
        )

    def action_copy_as(self) -> None:
        turn, place = self.talk.shown, self.deck.target
        if turn is None or (reply := turn.replies.get(place)) is None:
            self.say("There is no turn of this lane yet to copy.", "warning")
            return
        # YAML and requests must not be loaded before the first frame.
        from .snippet_copying import copy_as_code

        # One that was kept has no key, and code that names none would not run.
        lane = at_hand(reply.lane, list(self.desk.lanes.values()))
        copy_as_code(self, lane, self.desk.session.messages(place, turn))

    @on(LanePane.PartAsked)
    def _part_asked(self, event: LanePane.PartAsked) -> None:
        text, turn = event.text, self.deck.turn
        if event.part == "turn":
            from ..core.turn_markdown import turn_markdown

            text = turn_markdown(turn, event.place) if turn else ""
        self.copy(text, _PART_NAMES[event.part])

    @on(LanePane.TurnAsked)
    def _turn_asked(self, event: LanePane.TurnAsked) -> None:
        self.talk.turn_page(event.by)
