"""Two answers of one round as the page sets them side by side."""

from dataclasses import dataclass

from ....widgets.twin_texts import Piece, PieceMark, TextSide
from ...core.comparison.admission import BASELINE
from ...core.comparison.agreement import Agreement
from ...core.comparison.sample import Sample
from ...core.comparison.word_marks import Marked, marked_words
from .result import Result


@dataclass(frozen=True, slots=True)
class TextPair:
    """The first lane's answer and another's, of one round."""

    agreement: Agreement
    left: Sample
    right: Sample


def text_pairs(result: Result, lane: int) -> list[TextPair]:
    """All rounds in which both lanes have answered, in order."""
    answers = {_place(one): one for one in result.samples if one.place.compared}
    return [
        TextPair(
            one,
            answers[one.prompt, one.round, BASELINE],
            answers[one.prompt, one.round, one.lane],
        )
        for one in result.analysis.agreements
        if one.lane == lane
    ]


def text_sides(result: Result, pair: TextPair) -> tuple[TextSide, TextSide]:
    """Both texts with the words marked that only one of them has."""
    marked = marked_words(pair.left.answer.text, pair.right.answer.text)
    return (
        _side(result, BASELINE, marked[0], pair.left),
        _side(result, pair.agreement.lane, marked[1], pair.right),
    )


def nothing_beside(result: Result, lane: int) -> str:
    """That there is nothing to set side by side, and of whom."""
    if lane >= len(result.lanes):
        return "No lane stands beside the first one."
    return f"{_lane_title(result, lane)} and {_lane_title(result, BASELINE)} share no answers yet."


def pair_place(result: Result, pair: TextPair) -> str:
    """`round 2 of 3`, and of which prompt where there are several."""
    number = f"round {pair.agreement.round + 1} of {result.plan.repeat}"
    several = len(result.plan.prompts) > 1
    return f"prompt {pair.agreement.prompt + 1}, {number}" if several else number


def pair_words(pair: TextPair) -> str:
    """How the two stand to each other, in a line."""
    found = pair.agreement
    if found.text.equal:
        said = "= equal, to the character"
    elif found.text.difference is None:
        said = "≠ they differ in white space alone"
    else:
        where = found.text.difference
        words = f"“{where.left or '(end)'}” or “{where.right or '(end)'}”"
        said = f"≠ they part at word {where.word + 1}: {words}"
    return " · ".join([said, *found.differing])


def _side(result: Result, lane: int, marked: Marked, sample: Sample) -> TextSide:
    pieces: list[Piece] = []
    for one in marked:
        pieces.append(Piece(one.text, _mark(one.differs, pieces)))
    if not sample.answer.text:
        pieces.append(Piece("(no text)"))
    return TextSide(_lane_title(result, lane), result.colours[lane], tuple(pieces))


def _lane_title(result: Result, lane: int) -> str:
    return f"{lane + 1} {result.lanes[lane].label}"


def _mark(differs: bool, before: list[Piece]) -> PieceMark:
    if not differs:
        return ""
    return "differs" if any(piece.mark for piece in before) else "first"


def _place(sample: Sample) -> tuple[int, int, int]:
    return sample.place.prompt, sample.place.round, sample.place.lane
