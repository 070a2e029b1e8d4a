"""The servers that there are: found ones, and those of lanes that nobody has found."""

from collections.abc import Sequence
from dataclasses import dataclass

from ....widgets.column_list import ColumnRow
from ...core.lanes import Lane
from ...core.runner.found import TITLES, Found, FoundKind
from ...core.wire.address import AddressError, parse_engine_base
from ..desk import Desk

_MARKS = {True: "●", False: "○"}


@dataclass(frozen=True, slots=True)
class ServerRow:
    """`base` is that of an engine, or a gateway's; it is the row's id too."""

    base: str
    where: str
    kind: str
    facts: str
    is_runner: bool

    def drawn(self) -> ColumnRow:
        cells = (f"{_MARKS[self.is_runner]} {self.where}", self.kind, self.facts)
        return ColumnRow(self.base, cells)


def servers_of(desk: Desk) -> list[ServerRow]:
    """Runners first, then what else answers, then bases of lanes that did not answer yet."""
    rows = [_found(server) for server in desk.found]
    rows.sort(key=lambda row: not row.is_runner)
    known = {place for row in rows if (place := _place(row.base))}
    return rows + _others(list(desk.lanes.values()), known)


def _found(server: Found) -> ServerRow:
    loaded = sum(model.loaded or model.loading for model in server.models)
    facts = [server.version, f"{len(server.models)} models"]
    facts += [f"{loaded} in memory"] if server.kind is FoundKind.RUNNER else []
    facts += [server.note]
    where = server.title.partition(" on ")[2] or _place(server.base)
    is_runner = server.kind is FoundKind.RUNNER
    told = " · ".join(fact for fact in facts if fact)
    return ServerRow(server.base, where, TITLES[server.kind], told, is_runner)


def _others(lanes: Sequence[Lane], known: set[str]) -> list[ServerRow]:
    rows: dict[str, ServerRow] = {}
    for lane in lanes:
        place = _place(lane.base)
        if place and place not in known and place not in rows:
            words = f"of the lane {lane.label}"
            kind = "Server" if lane.path.to_engine else "Gateway"
            rows[place] = ServerRow(lane.base, place, kind, words, lane.path.to_engine)
    return list(rows.values())


def _place(base: str) -> str:
    try:
        address = parse_engine_base(base)
    except AddressError:
        return ""
    return address.socket or address.origin.partition("://")[2]
