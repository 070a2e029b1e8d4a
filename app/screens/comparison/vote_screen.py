"""Two answers without their names: which is better? The names are told after the vote."""

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from ....widgets.key_line import KeyLine
from ....widgets.plain_text import visible_line
from ....widgets.scroll_page import ScrollPage
from ....widgets.twin_texts import Piece, TextSide, TwinTexts
from ...core.comparison.votes import Choice, Votes, VotesError, read_votes, votes_file, write_votes
from ..dialog import Dialog
from .ballots import Ballot, tally_words

_COLOUR = "$text-primary"


class VoteScreen(Dialog[None]):
    """Each vote is kept at once; `chance` decides which answer stands on the left."""

    BINDING_GROUP_TITLE = "Blind vote"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "vote('left')", "Left", id="vote.left", tooltip="The left one is better"),
        Binding(
            "right", "vote('right')", "Right", id="vote.right", tooltip="The right one is better"
        ),
        Binding("equals_sign", "vote('tie')", "Tie", id="vote.tie", tooltip="Neither is better"),
        Binding("enter,n", "next", "Next", id="vote.next", tooltip="The next two answers"),
        Binding("escape,q", "dismiss", "Done", id="vote.done", tooltip="Back to the comparison"),
    ]
    DEFAULT_CSS = """
    VoteScreen {
        background: $background;
        & > Static { height: auto; padding: 0 1; }
        & > #vote-question { text-style: bold; }
        & > ScrollPage { height: 1fr; margin: 1 0; }
    }
    """

    def __init__(self, ballots: Sequence[Ballot], directory: Path | None) -> None:
        super().__init__()
        self._ballots, self._place = ballots, 0
        self._file = votes_file(directory) if directory else None
        self._votes = Votes()
        self._turned = False
        self._choice: Choice | None = None
        self.question = Static("", markup=False, id="vote-question")
        self.twins = TwinTexts(id="vote-texts")
        self.told = Static("", markup=False, id="vote-told")

    def compose(self) -> ComposeResult:
        yield self.question
        yield ScrollPage(self.twins)
        yield self.told
        yield KeyLine()

    async def on_mount(self) -> None:
        self.query_one(ScrollPage).focus()
        if self._file is not None:
            try:
                self._votes = await asyncio.to_thread(read_votes, self._file)
            except VotesError as problem:
                self._file = None
                self.notify(f"{problem}. Votes are not kept.", severity="error", markup=False)
        self._ask()

    @property
    def _ballot(self) -> Ballot:
        return self._ballots[self._place]

    async def action_vote(self, side: str) -> None:
        if self._choice is not None:
            return
        self._choice = _choice(side, self._turned)
        ballot = self._ballot
        self._votes = self._votes.with_vote(ballot.first, ballot.second, self._choice)
        self._tell(self._choice)
        if self._file is not None:
            try:
                await asyncio.to_thread(write_votes, self._file, self._votes)
            except OSError as problem:
                self.notify(f"The vote was not kept: {problem}", severity="error", markup=False)

    def action_next(self) -> None:
        if self._choice is None:
            return
        if self._place + 1 == len(self._ballots):
            self.dismiss()
            return
        self._place += 1
        self._ask()

    def _ask(self) -> None:
        self._choice = None
        self._turned = random.random() < 0.5
        ballot = self._ballot
        count = f"{self._place + 1} of {len(self._ballots)}"
        self.question.update(visible_line(f"Which answer is better? {count} · {ballot.prompt}"))
        texts = (ballot.texts[1], ballot.texts[0]) if self._turned else ballot.texts
        left, right = (
            TextSide(title, _COLOUR, (Piece(text or "(no text)"),))
            for title, text in zip(("left", "right"), texts, strict=True)
        )
        self.twins.show(left, right)
        self.told.update(Content.styled("← left  → right  = neither", "$foreground 60%"))
        self.query_one(ScrollPage).scroll_home(animate=False)

    def _tell(self, choice: Choice) -> None:
        ballot = self._ballot
        left, right = reversed(ballot.names) if self._turned else ballot.names
        tally = self._votes.between(ballot.first, ballot.second)
        voted = {Choice.FIRST: ballot.names[0], Choice.SECOND: ballot.names[1]}
        said = f"You took {voted[choice]}." if choice in voted else "A tie."
        told = [f"{said} Left was {left}, right was {right}.", tally_words(tally, ballot.names)]
        self.told.update("\n".join(visible_line(line) for line in told))


def _choice(side: str, turned: bool) -> Choice:
    if side == "tie":
        return Choice.TIE
    return Choice.FIRST if (side == "left") != turned else Choice.SECOND
