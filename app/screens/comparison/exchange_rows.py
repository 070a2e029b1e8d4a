"""The samples of a comparison as rows of the list."""

from ....widgets.exchange_list import ExchangeRow
from ...core.comparison.plan import Kind, Place
from ...core.comparison.report.amounts import amount
from ...core.comparison.sample import Sample
from .lane_looks import lane_mark
from .result import Result

_LANE_CELLS = len("■ 3 litellm")
HEAD = (
    f"  {'lane':<{_LANE_CELLS}} {'kind':<8} {'round':>5} {'http':>4} {'TTFT':>6} {'E2E':>6} "
    f"{'tok':>4} chunks"
)
_BAD, _DOUBTFUL, _GOOD, _QUIET = "$text-error", "$text-warning", "$text-success", "$foreground 60%"


def exchange_rows(result: Result) -> list[ExchangeRow]:
    """One a sample, warm-ups and rejected ones included, in the order of the samples."""
    rejected = rejections(result)
    colours = result.colours
    return [_row(result, one, rejected, colours[one.place.lane]) for one in result.samples]


Round = tuple[int, int, int]


def rejections(result: Result) -> dict[Round, str]:
    """Why a pair was rejected, by prompt, round and lane of its second answer."""
    return {
        (one.prompt, one.round, one.lane): one.reason for one in result.analysis.admission.rejected
    }


def rejection_of(sample: Sample, rejected: dict[Round, str]) -> str:
    place = sample.place
    if not place.compared:
        return ""
    return rejected.get((place.prompt, place.round, place.lane), "")


def _row(result: Result, sample: Sample, rejected: dict[Round, str], colour: str) -> ExchangeRow:
    place, status = sample.place, sample.wire.status
    reason = rejection_of(sample, rejected)
    mark, style = _look(sample, reason)
    lane = f"{lane_mark(place.lane)} {place.lane + 1} {result.lanes[place.lane].path}"
    return ExchangeRow(
        mark=mark,
        style=style,
        lane=f"{lane:<{_LANE_CELLS}}",
        colour=colour,
        cells=(
            f"{place.kind:<8}",
            f"{_round(result, place):>5}",
            f"{'' if status is None else status:>4}",
            f"{amount(sample.marks.first_content):>6}",
            f"{amount(sample.marks.end):>6}",
            f"{'–' if sample.tokens is None else sample.tokens:>4}",
        ),
        gaps=sample.gaps,
        note=_note(sample, reason),
    )


def _round(result: Result, place: Place) -> str:
    """With the prompt before it where there are several."""
    number = f"{place.round + 1}"
    return f"{place.prompt + 1}.{number}" if len(result.plan.prompts) > 1 else number


def _look(sample: Sample, reason: str) -> tuple[str, str]:
    if sample.failure is not None:
        return "✗", _BAD
    if reason:
        return "−", _DOUBTFUL
    return ("✓", _GOOD) if sample.place.kind is Kind.MEASURED else ("·", _QUIET)


def _note(sample: Sample, reason: str) -> str:
    return sample.failure.summary if sample.failure else reason
