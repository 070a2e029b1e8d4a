"""What the measuring process and its parent say to each other, as JSON objects."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, cast

from pydantic import TypeAdapter

from ...events import Phase
from ...failures import Failure
from ...lanes import JsonValue, Lane, Path
from ...runner.received import ReceivedRequest
from ...secret import Secret
from ..plan import Mode, Place, Plan, ServiceLevel
from ..run import Asking, Received, Remark, Step
from ..sample import Sample
from .stall import Stall

JsonObject = dict[str, JsonValue]
_SAMPLE = TypeAdapter(Sample)
_PLACE = TypeAdapter(Place)


def plan_message(plan: Plan, held: Mapping[int, Failure]) -> JsonObject:
    """The whole order, keys included: it goes through a pipe and nowhere else.

    `held` are lanes that cannot be asked, and why: each of their samples is that failure.
    """
    rest = {
        name: value
        for name, value in asdict(cast("Any", plan)).items()
        if name not in ("lanes", "mode")
    }
    return {
        **rest,
        "mode": plan.mode.value,
        "lanes": [_lane_message(lane) for lane in plan.lanes],
        "held": {str(lane): asdict(failure) for lane, failure in held.items()},
    }


def read_plan(message: Mapping[str, Any]) -> tuple[Plan, dict[int, Failure]]:
    """The order as the parent wrote it."""
    rest = {name: value for name, value in message.items() if name != "held"}
    rest |= {
        "mode": Mode(message["mode"]),
        "lanes": tuple(_read_lane(lane) for lane in message["lanes"]),
        "prompts": tuple(message["prompts"]),
        "levels": tuple(message["levels"]),
        "service": ServiceLevel(**message["service"]),
    }
    held = {int(lane): Failure(**failure) for lane, failure in message["held"].items()}
    return Plan(**rest), held


def step_message(step: Step | Stall) -> JsonObject:
    """One step of the run, under its name."""
    match step:
        case Sample():
            return {"sample": _SAMPLE.dump_python(step, mode="json")}
        case Asking(place, phase):
            return {"asking": _PLACE.dump_python(place, mode="json"), "phase": phase.value}
        case Remark(text):
            return {"remark": text}
        case Received(lane, request):
            return {"received": asdict(request), "lane": lane}
        case Stall():
            return {"stall": asdict(step)}


def read_step(message: Mapping[str, Any]) -> Step | Stall:
    """Raises `ValueError` for a message that is none."""
    match message:
        case {"sample": sample}:
            return _SAMPLE.validate_python(sample)
        case {"asking": place, "phase": phase}:
            return Asking(_PLACE.validate_python(place), Phase(phase))
        case {"remark": text}:
            return Remark(text)
        case {"received": request, "lane": lane}:
            return Received(lane, ReceivedRequest(**request))
        case {"stall": stall}:
            return Stall(**stall)
        case _:
            raise ValueError(f"no message of a measuring process: {list(message)}")


def end_message() -> JsonObject:
    """The last one of a run that came to its end."""
    return {"ended": True}


def is_end(message: Mapping[str, Any]) -> bool:
    return "ended" in message


def _lane_message(lane: Lane) -> JsonObject:
    return {
        "path": lane.path.value,
        "model": lane.model,
        "base": lane.base,
        "key": lane.key.reveal(),
        "parameters": dict(lane.parameters),
        "stream": lane.stream,
    }


def _read_lane(lane: Mapping[str, Any]) -> Lane:
    return Lane(
        path=Path(lane["path"]),
        model=lane["model"],
        base=lane["base"],
        key=Secret(lane["key"]),
        parameters=lane["parameters"],
        stream=lane["stream"],
    )
