"""Which pairs of samples may be compared; each that may not is listed with the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .figures import RETRIES_HEADER
from .plan import Mode
from .sample import Sample

BASELINE = 0
"""The lane that the others are held against: the first one."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The samples of two lanes from the same round."""

    base: Sample
    other: Sample

    @property
    def base_went_first(self) -> bool:
        return self.base.place.position < self.other.place.position


@dataclass(frozen=True, slots=True)
class Rejection:
    """A pair that enters no difference. Counts start at 0."""

    prompt: int
    round: int
    lane: int
    """The lane that was to be held against the first one."""
    reason: str


@dataclass(frozen=True, slots=True)
class Admission:
    pairs: tuple[Pair, ...]
    rejected: tuple[Rejection, ...]

    def of_lane(self, lane: int) -> list[Pair]:
        return [pair for pair in self.pairs if pair.other.place.lane == lane]


def admit(samples: Iterable[Sample], mode: Mode) -> Admission:
    """Pair the measured samples of each round with the first lane's and judge each pair."""
    measured = [one for one in samples if one.place.compared]
    base = {_round(one): one for one in measured if one.place.lane == BASELINE}
    pairs: list[Pair] = []
    rejected: list[Rejection] = []
    for other in measured:
        first = base.get(_round(other))
        if other.place.lane == BASELINE or first is None:
            continue
        reason = objection(first, other, mode)
        if reason:
            rejected.append(Rejection(*_round(other), other.place.lane, reason))
        else:
            pairs.append(Pair(first, other))
    return Admission(tuple(pairs), tuple(rejected))


def objection(base: Sample, other: Sample, mode: Mode) -> str:
    """Why this pair would not be fair, or the empty text."""
    for sample in (base, other):
        if reason := _own_objection(sample):
            return f"lane {sample.place.lane + 1}: {reason}"
    cached = (base.cached_tokens, other.cached_tokens)
    if None not in cached and cached[0] != cached[1]:
        return (
            f"unequal prompt caches: {cached[0]} tokens of lane {base.place.lane + 1}, "
            f"{cached[1]} of lane {other.place.lane + 1}"
        )
    if mode is Mode.OVERHEAD and other.cached_tokens == 0:
        return "nothing of the prompt was in the cache: the engine's prefill would hide the path"
    return ""


def _own_objection(sample: Sample) -> str:
    if sample.failure is not None:
        return sample.failure.summary
    if sample.marks.load:
        return f"the runner loaded the model for {sample.marks.load / 1000:.1f} s"
    retries = sample.wire.headers.get(RETRIES_HEADER, "0")
    if retries not in ("0", "None", ""):
        return f"the gateway tried again ({retries})"
    return ""


def _round(sample: Sample) -> tuple[int, int]:
    return sample.place.prompt, sample.place.round


def failures(samples: Sequence[Sample], lane: int) -> list[Sample]:
    """The samples of a lane that failed, whatever they were for."""
    return [one for one in samples if one.place.lane == lane and one.failure is not None]
