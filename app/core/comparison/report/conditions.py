"""Under which conditions it was measured: lanes and their servers, the clock, the machine."""

import json
from collections.abc import Mapping
from pathlib import PurePosixPath, PureWindowsPath

from ...lanes import JsonValue, Lane
from ...wire.jsontext import as_text
from ..measuring.stall import DISTURBED, Stall
from ..plan import Plan
from ..record import Machine, Record, Server
from .amounts import amount, counted
from .parts import Section

_MODEL_HEADER = "x-litellm-model-id"


def lanes(record: Record) -> Section:
    """Each lane whole: where it leads, what answers there, what is sent along."""
    lines: list[str] = []
    for number, lane in enumerate(record.plan.lanes):
        lines.append(f"{number + 1} {lane.label} · {lane.base}")
        if about := " · ".join(_about(record, number, lane)):
            lines.append(f"  {about}")
    return Section(title="Lanes", lines=tuple(lines))


def measuring(record: Record) -> Section:
    """How exact the stamps are, and what else was going on."""
    lines = [*_stall(record.stall), *_load(record.machine), _sent(record.plan)]
    return Section(title="The measuring", lines=(*lines, *record.remarks))


def doubts(record: Record) -> list[str]:
    """Why figures of a few milliseconds should not be believed; nothing where they can be."""
    found: list[str] = []
    if record.stall is not None and record.stall.disturbed:
        late = f"{amount(record.stall.p99)} ms late at the 99th percentile"
        found.append(f"Disturbed: the measuring process was {late}, more than {DISTURBED:g} ms.")
    machine = record.machine
    if machine.load_before is not None and machine.load_before >= machine.cores:
        busy = f"load average {machine.load_before:g} on {counted(machine.cores, 'core')}"
        found.append(f"The machine was busy before the first request: {busy}.")
    return found


def _about(record: Record, number: int, lane: Lane) -> list[str]:
    server = record.servers[number] if number < len(record.servers) else Server()
    mine = [one for one in record.samples if one.place.lane == number and one.failure is None]
    served = sorted({_served(one.answer.served_model) for one in mine} - {"", lane.model})
    behind = {one.wire.headers.get(_MODEL_HEADER) for one in mine} - {None}
    said = [f"{server.title} {server.version}".strip(), _parameters(lane.parameters)]
    if served:
        said.append(f"answers as {', '.join(served)}")
    if len(behind) > 1:
        said.append(f"spread over {len(behind)} deployments")
    if not lane.stream:
        said.append("asked for whole answers")
    return [text for text in said if text]


def _served(model: str) -> str:
    # llama.cpp's server answers with the path of its file, which says where it keeps it.
    kinds = (PurePosixPath(model), PureWindowsPath(model))
    return next((path.name for path in kinds if path.is_absolute()), model)


def _parameters(parameters: Mapping[str, JsonValue]) -> str:
    return ", ".join(f"{name} {_value(value)}" for name, value in parameters.items())


def _value(value: JsonValue) -> str:
    return as_text(value) if isinstance(value, str) else json.dumps(value)


def _stall(stall: Stall | None) -> list[str]:
    if stall is None:
        return []
    ticks = f"{stall.ticks} ticks"
    late = f"{amount(stall.p50)} ms late at the median, {amount(stall.p99)} at the 99th percentile"
    return [f"Stamps of the measuring process: {late}, {amount(stall.worst)} at worst ({ticks})."]


def _load(machine: Machine) -> list[str]:
    cores = counted(machine.cores, "core")
    where = f"{machine.system}, {cores}, Python {machine.python}"
    told = [
        f"{load:g} {when}"
        for load, when in ((machine.load_before, "before"), (machine.load_after, "after"))
        if load is not None
    ]
    return [f"{where}; load average {', '.join(told)}." if told else f"{where}."]


def _sent(plan: Plan) -> str:
    parts = [f"order seed {plan.seed}", f"{counted(plan.warm_up, 'warm-up')} a lane"]
    parts += [f"pause {plan.pause:g} s"]
    parts += ["first words of its own for each request"] if plan.nonce else []
    parts += ["unloaded first"] if plan.cold else []
    parts += ["lane by lane, forwards and then backwards"] if plan.sequential else []
    return f"Sent with {', '.join(parts)}."
