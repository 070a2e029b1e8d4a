"""What the reader of a comparison's figures must know: rejected pairs, failures, disturbances."""

from collections.abc import Iterator

from textual.content import Content

from ....widgets.plain_text import visible_line
from ...core.comparison.admission import Rejection, failures
from .result import Result

_HEAD, _DOUBTFUL, _BAD, _QUIET = "bold $foreground 60%", "$text-warning", "$text-error", ""


def notices(result: Result) -> Content:
    """One notice a line; the empty text where there is none."""
    return Content("\n").join(_lines(result))


def _lines(result: Result) -> Iterator[Content]:
    yield from (_line("✗", words, _BAD) for words in _failures(result))
    yield from (_line("!", words, _DOUBTFUL) for words in _disturbances(result))
    yield from (_line("·", remark, _QUIET) for remark in result.record.remarks)
    rejected = result.analysis.admission.rejected
    if rejected:
        yield Content.styled(f"Pairs that enter no difference: {len(rejected)}", _HEAD)
        yield from (_line("−", _rejection(one), _QUIET) for one in rejected)


def _line(mark: str, words: str, style: str) -> Content:
    return Content.assemble((f"{mark} {visible_line(words)}", style))


def _failures(result: Result) -> Iterator[str]:
    """Each kind of failure of a lane once, with its cure."""
    for lane, name in enumerate(result.names):
        told: dict[str, str] = {}
        for sample in failures(result.samples, lane):
            failure = sample.failure
            if failure is not None:
                told[failure.kind] = f"{name}: {failure.summary}. {failure.cure}"
        yield from told.values()


def _disturbances(result: Result) -> Iterator[str]:
    stall, machine = result.record.stall, result.record.machine
    if stall is not None and stall.disturbed:
        yield (
            f"disturbed: the measuring process itself was late by {stall.p99:.1f} ms in one of a "
            f"hundred ticks, {stall.worst:.1f} ms at worst; smaller differences are in doubt"
        )
    load = machine.load_before
    if load is not None and load > machine.cores / 2:
        yield f"the machine was busy before the start: load {load:.1f} on {machine.cores} cores"


def _rejection(rejection: Rejection) -> str:
    return f"round {rejection.round + 1}, lane {rejection.lane + 1}: {rejection.reason}"
