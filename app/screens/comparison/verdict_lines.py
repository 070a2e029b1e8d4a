"""What the comparison came to, in the words that stand above everything else."""

from collections.abc import Sequence

from textual.content import Content

from ....widgets.plain_text import visible_line
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
    told = [f"{verdict.figure.title} {_noise(verdict)}" for verdict, _ in test.headlines()]
    words = " · ".join(told) or "no pairs"
    return Content.styled(f"A/A {visible_line(test.names[0])} against itself: {words}", _QUIET)


def _noise(verdict: Verdict) -> str:
    found, unit = verdict.difference, verdict.figure.unit
    if found.low is None or found.high is None:
        return f"{found.value:+.1f} {unit} in {found.count} pairs"
    return f"[{found.low:+.1f}, {found.high:+.1f}] {unit}"


def _line(verdict: Verdict, words: str) -> Content:
    mark, colour = verdict_look(verdict)
    return Content.assemble((f"{mark} ", f"bold {colour}"), (visible_line(words), colour))
