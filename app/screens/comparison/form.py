"""What is to be compared: a prompt, a number of rounds, and which question is asked."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from ....widgets.line_field import LineField
from ...core.comparison.plan import OVERHEAD_PROMPT, Mode
from .plans import MOST_ROUNDS, USUAL_ROUNDS, Wanted, other_mode

_INVITATION = {Mode.OVERHEAD: OVERHEAD_PROMPT, Mode.WORKLOAD: "A prompt; Enter starts"}


class CompareForm(Horizontal):
    """Enter in any of its fields asks for the comparison."""

    DEFAULT_CSS = """
    CompareForm {
        height: 3;
        & > Input, & > Static {
            background: $background;
            border: round $primary 40%;
            border-title-color: $text-muted;
            padding: 0 1;
        }
        & > Input:focus { border: round $primary; border-title-color: $text-primary; }
        & > #compare-prompt { width: 1fr; }
        & > #compare-rounds { width: 12; }
        & > #compare-mode { width: 14; color: $text-accent; }
        & > #rounds-word { display: none; width: auto; padding: 0; color: $text-muted; }
    }
    """

    @dataclass
    class Asked(Message):
        """The reader wants this compared."""

        wanted: Wanted

    def __init__(self) -> None:
        super().__init__(id="compare-form")
        self.mode = Mode.WORKLOAD
        self.sequential = False
        self.prompt = LineField(id="compare-prompt")
        self.rounds = LineField(
            str(USUAL_ROUNDS[self.mode]), type="integer", max_length=3, id="compare-rounds"
        )
        self.question = Static("", markup=False, id="compare-mode")

    def compose(self) -> ComposeResult:
        self.prompt.border_title, self.rounds.border_title = "Prompt", "Rounds"
        yield self.prompt
        yield Static("rounds", id="rounds-word")
        yield self.rounds
        yield self.question

    def on_mount(self) -> None:
        self._tell()

    @property
    def wanted(self) -> Wanted:
        text = self.rounds.value
        rounds = int(text) if text.isdigit() else USUAL_ROUNDS[self.mode]
        rounds = max(1, min(MOST_ROUNDS, rounds))
        return Wanted(self.mode, self.prompt.value.strip(), rounds, self.sequential)

    def turn(self) -> None:
        """Ask the other question; rounds that were left as they were follow it."""
        untouched = self.rounds.value == str(USUAL_ROUNDS[self.mode])
        self.mode = other_mode(self.mode)
        if untouched:
            self.rounds.value = str(USUAL_ROUNDS[self.mode])
        self._tell()

    def turn_order(self) -> None:
        """Lane by lane, or in turns again."""
        self.sequential = not self.sequential
        self._tell()

    def _tell(self) -> None:
        self.question.border_title = "By lane" if self.sequential else "Mode"
        self.question.update(self.mode.value)
        self.prompt.placeholder = _INVITATION[self.mode]

    @on(Input.Blurred, "#compare-prompt")
    def _left(self) -> None:
        # A field that is not being written in is read from its first word.
        self.prompt.cursor_position = 0

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Asked(self.wanted))
