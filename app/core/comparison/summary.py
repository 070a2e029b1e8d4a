"""A lane's figures over all its measured samples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from .figures import FIGURES, Figure, is_buffered, one_token_a_chunk, values
from .sample import Sample
from .statistics import Estimate, quantile_estimate

_BUFFERED_SHARE = 0.5
QUANTILES = {"p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99}


@dataclass(frozen=True, slots=True)
class Summary:
    """One figure of one lane. A quantile is None where the samples cannot bound it at 95 %."""

    count: int
    least: float
    median: float
    most: float
    p50: Estimate | None
    p90: Estimate | None
    p95: Estimate | None
    p99: Estimate | None


@dataclass(frozen=True, slots=True)
class LaneSummary:
    lane: int
    measured: int
    failed: int
    figures: Mapping[str, Summary]
    """By the figure's name; a figure that no sample has is left out."""
    buffered: int
    """Answers that came at once although they were asked for as a stream."""
    chunked: int
    """Answers whose chunks held other than one token each: their gaps are no ITL."""

    @property
    def streams(self) -> bool | None:
        """Whether it is really streaming; None where nothing was measured."""
        good = self.measured - self.failed
        return self.buffered < _BUFFERED_SHARE * good if good else None


def summarise(lane: int, samples: Sequence[Sample]) -> LaneSummary:
    """Over the measured samples of one lane at one request in flight."""
    mine = [one for one in samples if _counts(one, lane)]
    good = [one for one in mine if one.failure is None]
    found = {figure.name: summary for figure in FIGURES if (summary := _summary(figure, good))}
    return LaneSummary(
        lane=lane,
        measured=len(mine),
        failed=len(mine) - len(good),
        figures=found,
        buffered=sum(is_buffered(one) for one in good),
        chunked=sum(not one_token_a_chunk(one) for one in good),
    )


def gaps(lane: int, samples: Sequence[Sample]) -> list[float]:
    """All gaps between chunks of the lane's good samples, in milliseconds."""
    good = [one for one in samples if _counts(one, lane) and one.failure is None]
    return [gap for one in good for gap in one.gaps]


def _counts(sample: Sample, lane: int) -> bool:
    place = sample.place
    return place.compared and place.lane == lane


def _summary(figure: Figure, samples: Sequence[Sample]) -> Summary | None:
    found = values(figure, samples)
    if not found:
        return None
    quantiles = [quantile_estimate(found, share) for share in QUANTILES.values()]
    return Summary(len(found), min(found), median(found), max(found), *quantiles)
