"""Samples as CSV: one row a request, every figure in its own column."""

import csv
import io

from ...plain_text import one_line
from ..admission import BASELINE
from ..figures import FIGURES, Figure
from ..record import Record
from ..sample import Sample

_FORMULA = tuple("=+-@＝＋－＠")
_PLACE = ("prompt", "round", "lane", "position", "kind", "level")
_WHAT = ("path", "model", "base")
_COUNTS = ("prompt_tokens", "cached_tokens", "completion_tokens")
_ANSWER = ("text_equal", "finish_reason", "served_model", "failure", "text")
_UNITS = {"tok/s": "tokens_per_second"}


def as_csv(record: Record) -> str:
    """A head and a row for each request, in the order in which they were made.

    `text_equal` holds a text against the first lane's of its round; counts start at 1.
    """
    base = {_round(one): one for one in record.samples if _is_base(one)}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    figures = [f"{figure.name}_{_UNITS.get(figure.unit, figure.unit)}" for figure in FIGURES]
    writer.writerow([*_PLACE, *_WHAT, "began_s", *figures, *_COUNTS, *_ANSWER])
    for sample in record.samples:
        writer.writerow(_row(record, sample, base.get(_round(sample))))
    return out.getvalue()


def harmless(text: str) -> str:
    """A cell that no spreadsheet computes: what begins like a formula gets an apostrophe."""
    line = one_line(text)
    return f"'{line}" if line.lstrip().startswith(_FORMULA) else line


def _row(record: Record, sample: Sample, base: Sample | None) -> list[str]:
    place, lane, answer = sample.place, record.plan.lanes[sample.place.lane], sample.answer
    counts = (place.prompt, place.round, place.lane, place.position)
    tokens = (sample.prompt_tokens, sample.cached_tokens, sample.tokens)
    foreign = (answer.finish_reason, answer.served_model)
    return [
        *(str(count + 1) for count in counts),
        place.kind.value,
        str(place.level),
        lane.path.value,
        harmless(lane.model),
        harmless(lane.base),
        f"{sample.began:.6f}",
        *(_figure(figure, sample) for figure in FIGURES),
        *("" if count is None else str(count) for count in tokens),
        _equal(sample, base),
        *(harmless(text) for text in foreign),
        sample.failure.kind if sample.failure else "",
        harmless(answer.text),
    ]


def _figure(figure: Figure, sample: Sample) -> str:
    value = figure.of(sample)
    return "" if value is None else f"{value:.3f}"


def _equal(sample: Sample, base: Sample | None) -> str:
    if base is None or sample is base or sample.failure or base.failure:
        return ""
    if not sample.place.compared:
        return ""
    return "yes" if sample.answer.text == base.answer.text else "no"


def _is_base(sample: Sample) -> bool:
    return sample.place.compared and sample.place.lane == BASELINE


def _round(sample: Sample) -> tuple[int, int]:
    return sample.place.prompt, sample.place.round
