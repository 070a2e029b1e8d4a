"""The requests of the lanes as the runner received them, line by line against the first one."""

from difflib import SequenceMatcher

from ....widgets.sections import Section, SectionLine
from ...core.runner.received import ReceivedRequest
from .pretty import pretty_json
from .result import Result

Told = tuple[int, ReceivedRequest]
"""A lane and its request."""

_QUIET = "$foreground 75%"
_ONLY_FIRST, _ONLY_OTHER, _BOTH = "−", "+", "  "
_OF_WHICH = "Each lane's first request, its fields in the order of their names."
_UNTOLD = (
    "No runner told what it received: only a Docker Model Runner keeps requests, and only its own "
    "lanes name it."
)


def body_sections(result: Result) -> list[Section]:
    """One section for each lane beside the first that a runner told of; one alone stands whole."""
    told = sorted(result.record.received.items())
    if not told:
        return [Section("As the runner received it", [SectionLine(_UNTOLD, _QUIET)])]
    if len(told) == 1:
        return [_whole(result, told[0])]
    return [_beside(result, told[0], other) for other in told[1:]]


def _whole(result: Result, told: Told) -> Section:
    title = f"As the runner received it: {_name(result, told)}"
    return Section(title, [_about(told), SectionLine(pretty_json(told[1].body), raw=True)])


def _beside(result: Result, first: Told, other: Told) -> Section:
    names = f"{_ONLY_FIRST} {_name(result, first)}, {_ONLY_OTHER} {_name(result, other)}"
    colours = (result.colours[first[0]], result.colours[other[0]])
    return Section(
        title=f"As the runner received them: {names}",
        lines=[_about(first, _ONLY_FIRST), _about(other, _ONLY_OTHER)],
        notes=[*_compared(first[1].body, other[1].body, colours), SectionLine(_OF_WHICH, _QUIET)],
    )


def _compared(first: str, other: str, colours: tuple[str, str]) -> list[SectionLine]:
    left, right = (pretty_json(body, ordered=True).split("\n") for body in (first, other))
    # A comma more, because another field follows, is no difference of this field.
    mine, theirs = ([text.rstrip(",") for text in one] for one in (left, right))
    matched = SequenceMatcher(None, mine, theirs, autojunk=False)
    lines: list[SectionLine] = []
    for what, begin, end, other_begin, other_end in matched.get_opcodes():
        if what == "equal":
            lines += [SectionLine(_BOTH + text, raw=True) for text in left[begin:end]]
            continue
        lines += _alone(left[begin:end], colours[0], _ONLY_FIRST)
        lines += _alone(right[other_begin:other_end], colours[1], _ONLY_OTHER)
    return lines


def _alone(texts: list[str], colour: str, mark: str) -> list[SectionLine]:
    return [SectionLine(text, colour, mark, raw=True) for text in texts]


def _about(told: Told, mark: str = "") -> SectionLine:
    request = told[1]
    client = f"asked by {request.user_agent}" if request.user_agent else ""
    about = f"{request.method} {request.url}"
    return SectionLine(" · ".join(filter(None, (about, client))), _QUIET, mark)


def _name(result: Result, told: Told) -> str:
    return f"{told[0] + 1} {result.lanes[told[0]].label}"
