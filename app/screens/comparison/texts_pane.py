"""The third view: two answers of a round side by side, with the words that differ."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from ....widgets.hint_line import HintLine
from ....widgets.scroll_page import ScrollPage, quiet
from ....widgets.twin_texts import TwinTexts
from ...core.comparison.run import Asking
from .result import Result
from .text_rows import TextPair, nothing_beside, pair_place, pair_words, text_pairs, text_sides

_HINTS = (("n p", "round"), ("d", "differing"), ("o", "lane"))


class TextsPane(ScrollPage):
    """`n` and `p` go through the rounds, `o` through the lanes beside the first one."""

    BINDING_GROUP_TITLE = "Texts"
    BINDINGS: ClassVar[list[BindingType]] = [
        quiet("n", "turn(1)", "Next round", "texts.next", "The next round's answers"),
        quiet("p", "turn(-1)", "Round before", "texts.before", "Those of the round before"),
        quiet("o", "other", "Other lane", "texts.lane", "Another lane on the right"),
        quiet("d", "differing", "Differing", "texts.differing", "The next two that differ"),
    ]
    DEFAULT_CSS = """
    TextsPane > #text-caveats { height: auto; color: $text-muted; }
    TextsPane > TwinTexts { margin: 1 0 0 0; }
    """

    def __init__(self) -> None:
        super().__init__(id="texts")
        self.pair = HintLine(_HINTS, id="text-pair")
        self.caveats = Static("", markup=False, id="text-caveats")
        self.twins = TwinTexts(id="twins")
        self._result: Result | None = None
        self._chosen: int | None = None
        """The lane that the reader wants on the right."""
        self._turn = 0

    def compose(self) -> ComposeResult:
        yield self.pair
        yield self.caveats
        yield self.twins

    def show(self, result: Result, _asking: Asking | None) -> None:
        if result is not self._result:
            self._result = result
            self._draw()

    def action_turn(self, step: int) -> None:
        if pairs := self._pairs():
            self._go(pairs, (self._turn + step) % len(pairs))

    def action_other(self) -> None:
        if self._result is not None and len(self._result.lanes) > 2:
            self._chosen = self._lane(self._result) % (len(self._result.lanes) - 1) + 1
            self._go(self._pairs(), self._turn)

    def action_differing(self) -> None:
        pairs = self._pairs()
        after = [*range(self._turn + 1, len(pairs)), *range(self._turn + 1)]
        found = [place for place in after if place < len(pairs)]
        differing = [place for place in found if not pairs[place].agreement.text.equal]
        if differing:
            self._go(pairs, differing[0])

    def _pairs(self) -> list[TextPair]:
        return text_pairs(self._result, self._lane(self._result)) if self._result else []

    def _lane(self, result: Result) -> int:
        """The chosen lane, or else the first one whose answers can be held against lane 1's."""
        if self._chosen is not None and self._chosen < len(result.lanes):
            return self._chosen
        return next((one.lane for one in result.analysis.agreements), 1)

    def _go(self, pairs: list[TextPair], turn: int) -> None:
        self._turn = max(0, min(turn, len(pairs) - 1))
        self._draw()
        line = self.twins.line_of_first
        self.scroll_to(y=0 if line is None else self.twins.virtual_region.y + line, animate=False)

    def _draw(self) -> None:
        result, pairs = self._result, self._pairs()
        if result is None or not pairs:
            self.pair.show(nothing_beside(result, self._lane(result)) if result else "")
            self.caveats.display = False
            self.twins.clear()
            return
        self._turn = min(self._turn, len(pairs) - 1)
        pair = pairs[self._turn]
        style = "$text-success" if pair.agreement.text.equal else "$text-warning"
        self.pair.show(f"{pair_place(result, pair)} · {pair_words(pair)}", style)
        self._caution(result)
        self.twins.show(*text_sides(result, pair))

    def _caution(self, result: Result) -> None:
        caveats = result.analysis.caveats
        self.caveats.display = bool(caveats)
        self.caveats.update("\n".join(caveats))
