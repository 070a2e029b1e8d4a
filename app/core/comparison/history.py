"""A comparison held against an older one: what has become slower since, lane by lane."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ..lanes import Lane
from .admission import objection
from .analysis import HEADLINES, engine_of, lane_names
from .circumstances import caveats
from .figures import Figure, figure_named, values
from .record import Record, moment_of
from .statistics import Estimate, shift
from .verdict import Outcome, direction, margin_of, outcome_of

_BETWEEN_RUNS = (
    "The intervals hold the noise within each run. What the machine did otherwise on the "
    "other day is in the difference too."
)


@dataclass(frozen=True, slots=True)
class Change:
    """One figure of a lane, the newer record's answers against the older one's.

    `difference` is newer minus older, in the figure's unit.
    """

    lane: int
    figure: Figure
    outcome: Outcome
    difference: Estimate
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What has changed since an older record; all texts are for people."""

    since: str
    """The day of the older record, with the time where both are of one day."""
    changes: tuple[Change, ...] = ()
    unmatched: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    """What else differs between the two, so that the figures may differ for it."""

    @property
    def lines(self) -> tuple[str, ...]:
        return (*(one.words for one in self.changes), *self.unmatched, *self.caveats)


def history(newer: Record, older: Record) -> History:
    """Lanes are matched by path, model and engine; lanes that are alike, in their order.

    Records of two modes are not compared: their figures answer two questions.
    """
    since = _since(newer, older)
    if newer.plan.mode is not older.plan.mode:
        said = f"the record of {since} is of {older.plan.mode}, this one of {newer.plan.mode}"
        return History(since=since, caveats=(f"{said}: they answer two questions.",))
    couples = _couples(newer, older)
    changes = [
        change
        for lane, before in couples
        for name in HEADLINES[newer.plan.mode]
        if (change := _change(newer, older, (lane, before), figure_named(name), since))
    ]
    return History(
        since=since,
        changes=tuple(changes),
        unmatched=tuple(_unmatched(newer, older, couples, since)),
        caveats=(*caveats(newer, older, couples), *((_BETWEEN_RUNS,) if changes else ())),
    )


def _couples(newer: Record, older: Record) -> list[tuple[int, int]]:
    free = dict(enumerate(map(_identity, older.plan.lanes)))
    found: list[tuple[int, int]] = []
    for lane, identity in enumerate(map(_identity, newer.plan.lanes)):
        before = next((place for place, other in free.items() if other == identity), None)
        if before is not None:
            del free[before]
            found.append((lane, before))
    return found


def _identity(lane: Lane) -> tuple[str, str, str]:
    return lane.path.value, lane.model, engine_of(lane)


def _change(
    newer: Record, older: Record, couple: tuple[int, int], figure: Figure, since: str
) -> Change | None:
    lane, before = couple
    base, now = _admitted(older, before, figure), _admitted(newer, lane, figure)
    found = shift(base, now)
    if found is None:
        return None
    margin = margin_of(figure, median(base), newer.plan.margin)
    outcome = outcome_of(found, margin)
    told = f"{figure.title}: {lane_names(newer.plan)[lane]}"
    words = f"{told} {_words(figure, outcome, found, f'the record of {since}')}"
    return Change(lane, figure, outcome, found, words)


def _admitted(record: Record, lane: int, figure: Figure) -> list[float]:
    """Of what a lane may be judged by; whether another lane's answer was fair is not asked."""
    mode = record.plan.mode
    good = [
        one
        for one in record.samples
        if one.place.lane == lane and one.place.compared and not objection(one, one, mode)
    ]
    return values(figure, good)


def _words(figure: Figure, outcome: Outcome, found: Estimate, before: str) -> str:
    unit = figure.unit
    if found.low is None or found.high is None:
        few = "too few answers for an interval"
        return f"differs from {before} by {found.value:+.1f} {unit}; {few}"
    if outcome is Outcome.SAME:
        widest = max(abs(found.low), abs(found.high))
        return f"is the same as in {before} within ±{widest:.1f} {unit}"
    if outcome is Outcome.UNDECIDED:
        return f"is undecided against {before}, [{found.low:+.1f}, {found.high:+.1f}] {unit}"
    low, high = sorted((abs(found.low), abs(found.high)))
    size = f"{abs(found.value):.1f} {unit} [{low:.1f}, {high:.1f}]"
    return f"is {direction(figure, outcome)} than {before} by {size}"


def _unmatched(
    newer: Record, older: Record, couples: Sequence[tuple[int, int]], since: str
) -> list[str]:
    names, before = lane_names(newer.plan), lane_names(older.plan)
    matched, past = {lane for lane, _ in couples}, {lane for _, lane in couples}
    return [
        *(
            f"{name} is not in the record of {since}."
            for lane, name in enumerate(names)
            if lane not in matched
        ),
        *(
            f"The record of {since} also has {name}."
            for lane, name in enumerate(before)
            if lane not in past
        ),
    ]


def _since(newer: Record, older: Record) -> str:
    then, now = moment_of(older), moment_of(newer)
    if then is None:
        return "an unknown day"
    one_day = now is not None and then.date() == now.date()
    return f"{then:%Y-%m-%d %H:%M}" if one_day else f"{then:%Y-%m-%d}"
