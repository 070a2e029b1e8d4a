"""Whether two lanes answered alike, in more than their texts, and why they may not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..lanes import Lane
from .admission import BASELINE
from .parity import Parity, compare_texts
from .plan import Plan
from .sample import Sample


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two answers to the same prompt in the same round, the first lane's and another's."""

    prompt: int
    round: int
    lane: int
    text: Parity
    differing: tuple[str, ...]
    """What else differs, such as `finish reason: stop or length`."""


@dataclass(frozen=True, slots=True)
class FieldsBeside:
    """Response fields of a lane against the first one's, over all answers."""

    lane: int
    dropped: tuple[str, ...]
    added: tuple[str, ...]


_ASPECTS: tuple[tuple[str, Callable[[Sample], object]], ...] = (
    ("finish reason", lambda sample: sample.answer.finish_reason),
    ("reasoning", lambda sample: sample.answer.reasoning),
    ("tool calls", lambda sample: sample.answer.tool_calls),
    ("prompt tokens", lambda sample: sample.prompt_tokens),
    ("completion tokens", lambda sample: sample.tokens),
)
_LONGEST = 40
_TRANSPORT = ("stream", "stream_options", "max_retries", "extra_headers")
"""Parameters that change how an answer travels and nothing of what it says."""


def agreements(samples: Sequence[Sample]) -> list[Agreement]:
    """The first lane against each other one, round by round; failed answers are left out."""
    good = {_place(one): one for one in samples if _counts(one)}
    return [
        _agreement(good[prompt, number, BASELINE], sample)
        for (prompt, number, lane), sample in sorted(good.items())
        if lane != BASELINE and (prompt, number, BASELINE) in good
    ]


def fields_beside(samples: Sequence[Sample], lane: int) -> FieldsBeside:
    """What the lane's responses lack of the first one's, and what they have more."""
    base, other = _fields(samples, BASELINE), _fields(samples, lane)
    if not base or not other:
        return FieldsBeside(lane, (), ())
    return FieldsBeside(lane, tuple(sorted(base - other)), tuple(sorted(other - base)))


def caveats(plan: Plan, found: Sequence[Agreement]) -> list[str]:
    """Why texts may differ although every path is honest; nothing where they do not."""
    if all(one.text.equal for one in found):
        return []
    said: list[str] = []
    if plan.nonce:
        return ["Each request began with words of its own, so its text is its own too."]
    warm = [lane for lane in plan.lanes if lane.parameters.get("temperature") != 0]
    if warm:
        said.append("A lane above temperature 0 draws its words by chance.")
    if len({lane.model for lane in plan.lanes if lane.path == plan.lanes[0].path}) > 1:
        said.append("The lanes have different models.")
    if _parameters(plan.lanes) > 1:
        said.append("The lanes send different parameters.")
    if not said:
        said.append(
            "Temperature 0 is no promise: another batch, thread count or engine adds up in "
            "another order, and a near tie between two words can fall either way."
        )
    return said


def _agreement(base: Sample, other: Sample) -> Agreement:
    told = [(name, of(base), of(other)) for name, of in _ASPECTS]
    differing = tuple(
        f"{name}: {_shown(mine)} or {_shown(theirs)}"
        for name, mine, theirs in told
        # A path that tells no counts has not told other counts.
        if mine != theirs and mine is not None and theirs is not None
    )
    place = other.place
    text = compare_texts(base.answer.text, other.answer.text)
    return Agreement(place.prompt, place.round, place.lane, text, differing)


def _shown(value: object) -> str:
    text = " ".join(f"{value}".split()) or "none"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _counts(sample: Sample) -> bool:
    return sample.failure is None and sample.place.compared


def _place(sample: Sample) -> tuple[int, int, int]:
    return sample.place.prompt, sample.place.round, sample.place.lane


def _fields(samples: Sequence[Sample], lane: int) -> set[str]:
    good = [one for one in samples if _counts(one) and one.place.lane == lane]
    return {name for one in good for name in one.wire.fields}


def _parameters(lanes: Sequence[Lane]) -> int:
    def telling(lane: Lane) -> frozenset[tuple[str, str]]:
        return frozenset(
            (name, f"{value}") for name, value in lane.parameters.items() if name not in _TRANSPORT
        )

    return len({telling(lane) for lane in lanes})
