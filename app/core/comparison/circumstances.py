"""What else differs between two records than the figures, so that they may differ for it."""

from collections.abc import Sequence
from statistics import median

from ..lanes import Lane, Path
from ..wire.address import AddressError, parse_engine_base, parse_gateway_base
from ..wire.connections import is_loopback
from .analysis import lane_names
from .record import Record

_HERE = "this machine"


def caveats(newer: Record, older: Record, couples: Sequence[tuple[int, int]]) -> list[str]:
    """Sentences for people; `couples` are lanes of the newer record with the older one's."""
    names = lane_names(newer.plan)
    prompts = newer.plan.prompts == older.plan.prompts
    told = [
        "" if prompts else "The prompts differ.",
        _between("Quayside", older.quayside, newer.quayside),
        _between("Measured on", _machine(older), _machine(newer)),
    ]
    for lane, before in couples:
        name, mine, past = names[lane], newer.plan.lanes[lane], older.plan.lanes[before]
        told += [
            _between(f"{name} at", _place(past), _place(mine)),
            _between(f"What answers {name}", _server(older, before), _server(newer, lane)),
            _between(f"{name}: cached prompt tokens", _cached(older, before), _cached(newer, lane)),
            "" if mine.parameters == past.parameters else f"{name} sends other parameters.",
        ]
    return [said for said in told if said]


def _between(what: str, before: str, now: str) -> str:
    # What one of the two did not tell is no difference.
    return f"{what}: {before} then, {now} now." if before and now and before != now else ""


def _machine(record: Record) -> str:
    return f"{record.machine.system}, {record.machine.cores} cores"


def _place(lane: Lane) -> str:
    read = parse_gateway_base if lane.path is Path.PROXY else parse_engine_base
    try:
        address = read(lane.base)
    except AddressError:
        return lane.base
    # A port is another one each time: it tells nothing apart on one machine.
    return _HERE if is_loopback(address) else address.origin


def _server(record: Record, lane: int) -> str:
    if lane >= len(record.servers):
        return ""
    server = record.servers[lane]
    return f"{server.title} {server.version}".strip()


def _cached(record: Record, lane: int) -> str:
    measured = [one for one in record.samples if one.place.lane == lane and one.place.compared]
    known = [count for one in measured if (count := one.cached_tokens) is not None]
    return f"{median(known):g}" if known else ""
