"""What the runs of a comparison came to, a row per lane."""

from collections.abc import Sequence
from statistics import median

from ...widgets.comparison_table import ComparisonRow
from ..core.comparison.parity import compare_texts
from ..core.comparison.run import Run
from ..core.figures import Clock
from ..core.lanes import Lane
from .status_rows import seconds


def table_rows(lanes: Sequence[Lane], runs: Sequence[Run], repeat: int) -> list[ComparisonRow]:
    by_lane = [[run for run in runs if run.place.lane == index] for index in range(len(lanes))]
    return [_row(lane, mine, by_lane[0], repeat) for lane, mine in zip(lanes, by_lane, strict=True)]


def difference_lines(lanes: Sequence[Lane], runs: Sequence[Run]) -> list[str]:
    """Where each lane's answer first parts from the first lane's, and what failed."""
    lines: list[str] = []
    for run in runs:
        label = f"{lanes[run.place.lane].label}, run {run.place.round + 1}"
        if run.reply.tally.failure is not None:
            failure = run.reply.tally.failure
            lines.append(f"{label}: {failure.summary}. {failure.cure}")
        elif said := _difference(run, _beside(run, runs)):
            lines.append(f"{label}: {said}")
    return lines


def _row(lane: Lane, mine: list[Run], first: list[Run], repeat: int) -> ComparisonRow:
    good = [run.reply.tally for run in mine if run.reply.tally.failure is None]
    ttfts = [tally.ttft for tally in good if tally.ttft is not None]
    speeds = [tally.decode_speed for tally in good if tally.decode_speed is not None]
    tokens = [t.completion_tokens for t in good if t.completion_tokens is not None]
    clock = Clock.SERVER if all(one[1] is Clock.SERVER for one in speeds) else Clock.CLIENT
    return (
        lane.label,
        f"{len(mine)}/{repeat}",
        seconds(median(ttfts)) if ttfts else "",
        f"{median(speed for speed, _ in speeds):.0f} tok/s {clock}" if speeds else "",
        f"{median(tokens):.0f}" if tokens else "",
        _parity_word(mine, first),
    )


def _parity_word(mine: list[Run], first: list[Run]) -> str:
    if any(run.reply.tally.failure is not None for run in mine):
        return "✗ failed"
    pairs = [(run, other) for run in mine if (other := _beside(run, first)) is not None]
    if not pairs or mine is first:
        return ""
    equal = all(run.reply.tally.text == other.reply.tally.text for run, other in pairs)
    return "= equal" if equal else "≠ differs"


def _beside(run: Run, runs: Sequence[Run]) -> Run | None:
    """The first lane's run of the same round, if it is another one and has an answer."""
    for other in runs:
        same = (other.place.round, other.place.prompt) == (run.place.round, run.place.prompt)
        if same and other.place.lane == 0 and other.reply.tally.failure is None:
            return other
    return None


def _difference(run: Run, other: Run | None) -> str:
    if other is None or other is run:
        return ""
    parity = compare_texts(other.reply.tally.text, run.reply.tally.text)
    if parity.equal:
        return ""
    if parity.difference is None:
        return "differs from the first lane in white space alone"
    where = parity.difference
    return (
        f"parts from the first lane at word {where.word + 1}: "
        f"…{where.before} [{where.left or 'end'} | {where.right or 'end'}]"
    )
