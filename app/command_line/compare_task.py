"""What a comparison is to do: from options, or from a record that is asked again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..core.comparison.caching import without_prompt_cache
from ..core.comparison.document import RecordError
from ..core.comparison.files import read_file
from ..core.comparison.plan import (
    OVERHEAD_PROMPT,
    Mode,
    Plan,
    ServiceLevel,
    repeatable,
    short,
)
from ..core.comparison.record import Record
from ..core.lanes import Lane, LaneText, parse_lane
from .arguments import Arguments
from .chat import with_sampling
from .lane_grid import lane_texts
from .problems import UsageError
from .record_lanes import lane_text

_BOTH_PATHS = ("sdk", "proxy")
_REPEAT = {Mode.OVERHEAD: 40, Mode.WORKLOAD: 1}
_WARM_UP = {Mode.OVERHEAD: 2, Mode.WORKLOAD: 1}


@dataclass(frozen=True, slots=True)
class Task:
    """Lanes to make ready, and the plan over the lanes that are."""

    lanes: Sequence[LaneText]
    plan: Callable[[Sequence[Lane]], Plan]
    again: Record | None = None
    """The record that is asked again."""


def task_of(arguments: Arguments) -> Task:
    """Raises `UsageError` or `LaneSyntaxError` before anything is started."""
    if arguments.rerun:
        return _rerun(read_option("--rerun", arguments.rerun), arguments.demo)
    texts = [text for given in arguments.lanes or _BOTH_PATHS for text in lane_texts(given)]
    lanes = [parse_lane(text) for text in texts[: 1 if arguments.self_test else None]]
    return Task(lanes, lambda ready: _plan(arguments, ready))


def read_option(option: str, name: str) -> Record:
    """The record of `--rerun`, `--against` or `--open`. Raises `UsageError`."""
    try:
        return read_file(Path(name).expanduser())
    except RecordError as problem:
        raise UsageError(f"{option}: {problem}") from problem


def _plan(arguments: Arguments, ready: Sequence[Lane]) -> Plan:
    mode = Mode(arguments.mode)
    lanes = [*ready, *ready] if arguments.self_test else ready
    repeat, warm_up = arguments.repeat, arguments.warm_up
    return Plan(
        lanes=tuple(_settled(arguments, mode, lanes)),
        prompts=tuple(arguments.prompts) or (OVERHEAD_PROMPT,),
        mode=mode,
        repeat=_REPEAT[mode] if repeat is None else repeat,
        seed=arguments.order_seed,
        warm_up=_WARM_UP[mode] if warm_up is None else warm_up,
        pause=arguments.pause,
        sequential=arguments.sequential,
        nonce=arguments.nonce,
        cold=arguments.cold,
        levels=tuple(arguments.concurrency),
        service=ServiceLevel(**arguments.slo),
        patience=arguments.patience,
        margin=arguments.margin,
    )


def _settled(arguments: Arguments, mode: Mode, lanes: Sequence[Lane]) -> Sequence[Lane]:
    given = [repeatable(with_sampling(lane, arguments)) for lane in lanes]
    return [short(lane) for lane in given] if mode is Mode.OVERHEAD else without_prompt_cache(given)


def _rerun(record: Record, demo: bool) -> Task:
    recorded = record.plan.lanes

    def plan(ready: Sequence[Lane]) -> Plan:
        again = [
            replace(lane, parameters=before.parameters, stream=before.stream)
            for lane, before in zip(ready, recorded, strict=True)
        ]
        return replace(record.plan, lanes=tuple(again))

    return Task([lane_text(lane, demo) for lane in recorded], plan, record)
