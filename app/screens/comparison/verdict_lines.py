"""What the comparison came to, in the words that stand above everything else."""

from collections.abc import Sequence

from textual.content import Content

from ....widgets.plain_text import visible_line
from ...core.comparison.report.amounts import counted, interval, signed
from ...core.comparison.verdict import Outcome, Verdict
from .result import Result

_NO_PAIRS = "nothing to hold against the first lane yet"
_QUIET = "$foreground 60%"
_MARKS = {
    Outcome.SAME: ("=", "$text-success"),
    Outcome.UNDECIDED: ("?", "$foreground 75%"),
    Outcome.TOO_FEW: ("…", "$foreground 75%"),
}
_SLOWER, _FASTER = ("▲", "$text-warning"), ("▼", "$text-success")


def verdict_lines(result: Result, most: int) -> list[Content]:
    """One line a verdict, the most telling first; what is over `most` is counted.

    A self-test's own line comes on top of `most`.
    """
    test = [_self_test(result.self_test)] if result.self_test else []
    found = [_line(verdict, words) for verdict, words in result.headlines()]
    if not found:
        return test or [Content.styled(_NO_PAIRS, _QUIET)]
    if len(found) <= most:
        return [*found, *test]
    kept, more = found[: most - 1], len(found) - most + 1
    return [*kept, Content.styled(f"and {more} more among the figures", _QUIET), *test]


def verdict_look(verdict: Verdict) -> tuple[str, str]:
    """A mark that needs no colour, and the colour."""
    if verdict.outcome in _MARKS:
        return _MARKS[verdict.outcome]
    more = verdict.outcome is Outcome.MORE
    return _SLOWER if more != verdict.figure.more_is_better else _FASTER


def joined(lines: Sequence[Content]) -> Content:
    return Content("\n").join(lines)


def _self_test(test: Result) -> Content:
    """What the same measuring says of a lane and itself: how large noise is here."""
    found = [verdict for verdict, _ in test.headlines()]
    units = ", ".join(dict.fromkeys(verdict.figure.unit for verdict in found))
    words = " · ".join(f"{verdict.figure.title} {_noise(verdict)}" for verdict in found)
    told = f"{units}: {words}" if found else "no pairs"
    return Content.styled(f"A/A {test.lanes[0].path} against itself, {told}", _QUIET)


def _noise(verdict: Verdict) -> str:
    found = verdict.difference
    if found.low is None or found.high is None:
        return f"{signed(found.value)} in {counted(found.count, 'pair')}"
    return interval(found, with_sign=True)


def _line(verdict: Verdict, words: str) -> Content:
    mark, colour = verdict_look(verdict)
    return Content.assemble((f"{mark} ", f"bold {colour}"), (visible_line(words), colour))
