"""What the comparison came to, in the words that stand above everything else."""

from collections.abc import Sequence

from textual.content import Content

from ....widgets.plain_text import visible_line
from ...core.comparison.verdict import Outcome, Verdict
from .result import Result

_NO_PAIRS = "nothing to hold against the first lane yet"
_MARKS = {
    Outcome.SAME: ("=", "$text-success"),
    Outcome.UNDECIDED: ("?", "$foreground 75%"),
    Outcome.TOO_FEW: ("…", "$foreground 75%"),
}
_SLOWER, _FASTER = ("▲", "$text-warning"), ("▼", "$text-success")


def verdict_lines(result: Result, most: int) -> list[Content]:
    """One line a verdict, the most telling first; what is over `most` is counted."""
    found = [_line(verdict, words) for verdict, words in result.headlines()]
    if not found:
        return [Content.styled(_NO_PAIRS, "$foreground 60%")]
    if len(found) <= most:
        return found
    kept, more = found[: most - 1], len(found) - most + 1
    return [*kept, Content.styled(f"and {more} more in 1 figures", "$foreground 60%")]


def verdict_look(verdict: Verdict) -> tuple[str, str]:
    """A mark that needs no colour, and the colour."""
    if verdict.outcome in _MARKS:
        return _MARKS[verdict.outcome]
    more = verdict.outcome is Outcome.MORE
    return _SLOWER if more != verdict.figure.more_is_better else _FASTER


def joined(lines: Sequence[Content]) -> Content:
    return Content("\n").join(lines)


def _line(verdict: Verdict, words: str) -> Content:
    mark, colour = verdict_look(verdict)
    return Content.assemble((f"{mark} ", f"bold {colour}"), (visible_line(words), colour))
