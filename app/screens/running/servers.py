"""The servers that there are: found ones, those of profiles, and those of lanes."""

from collections.abc import Sequence
from dataclasses import dataclass

from ....widgets.column_list import ColumnRow
from ...core.comparison.report.amounts import counted
from ...core.lanes import Lane, LaneText, Path
from ...core.profiles import Profile, profile_at
from ...core.runner.found import TITLES, Found, FoundKind
from ...core.runner.names import spoken
from ...core.wire.address import place_of, readable_base
from ..desk import Desk

_ANSWERS, _OBJECTS, _SILENT, _ASKED = "●", "!", "✗", "◌"


@dataclass(frozen=True, slots=True)
class ServerRow:
    """`base` is that of an engine, or a gateway's; it is the row's id too."""

    base: str
    where: str
    kind: str
    facts: str
    mark: str
    path: Path
    """Of a lane to it."""
    found: Found | None = None
    """None where it has not answered."""

    @property
    def is_runner(self) -> bool:
        """Whether a runner is there, or may be."""
        if self.found is None:
            return self.path.to_engine
        return self.found.kind is FoundKind.RUNNER

    def drawn(self) -> ColumnRow:
        return ColumnRow(self.base, (f"{self.mark} {self.where}", self.kind, self.facts))

    def lane(self, model: str, engine: str = "") -> LaneText:
        """A lane to a model of it, by the engine that serves it."""
        base = self.found.base_for(engine) if self.found and engine else self.base
        return LaneText(self.path, spoken(model), base)


def servers_of(desk: Desk) -> list[ServerRow]:
    """Runners first, then what else answers, then profiles and lanes that do not answer yet."""
    profiles = desk.kit.profiles
    rows = [_found(server, profiles) for server in desk.found]
    rows.sort(key=lambda row: not row.is_runner)
    rows += _silent_profiles(profiles, rows, desk.searching)
    return rows + _silent_lanes(list(desk.lanes.values()), rows)


def _found(server: Found, profiles: Sequence[Profile]) -> ServerRow:
    loaded = sum(model.loaded or model.loading for model in server.models)
    facts = [server.version, counted(len(server.models), "model")]
    facts += [f"{loaded} in memory"] if server.kind is FoundKind.RUNNER else []
    where = server.title.partition(" on ")[2] or _place(server.base)
    return ServerRow(
        server.base,
        _named(where, profile_at(profiles, server.base)),
        TITLES[server.kind],
        " · ".join(fact for fact in (*facts, server.note) if fact),
        _OBJECTS if server.note else _ANSWERS,
        Path.PROXY if server.kind.is_gateway else Path.SDK,
        server,
    )


def _silent_profiles(
    profiles: Sequence[Profile], rows: Sequence[ServerRow], searching: bool
) -> list[ServerRow]:
    answering = {_listener(row.base) for row in rows}
    mark, facts = (_ASKED, "asking…") if searching else (_SILENT, "does not answer")
    return [
        ServerRow(one.base, _named(place, one), _kind(one.path), facts, mark, one.path)
        for one in profiles
        if (place := _place(one.base)) and _listener(one.base) not in answering
    ]


def _silent_lanes(lanes: Sequence[Lane], known: Sequence[ServerRow]) -> list[ServerRow]:
    places, rows = {_listener(row.base) for row in known}, list[ServerRow]()
    for lane in lanes:
        listener = _listener(lane.base)
        if listener is not None and listener not in places:
            places.add(listener)
            place, facts = _place(lane.base), f"of the lane {lane.label}"
            rows.append(ServerRow(lane.base, place, _kind(lane.path), facts, _ASKED, lane.path))
    return rows


def looked_at_first(desk: Desk, rows: Sequence[ServerRow]) -> str:
    """The base of the row to begin with: a runner, the first lane's own before others."""
    lanes = [_listener(lane.base) for lane in desk.lanes.values() if lane.path.to_engine]
    own = [row for listener in lanes for row in rows if _listener(row.base) == listener]
    found = [row for row in (*own, *rows) if row.found and row.is_runner]
    return next((row.base for row in (*found, *own, *rows)), "")


def _kind(path: Path) -> str:
    return "Server" if path.to_engine else "Gateway"


def _named(where: str, profile: Profile | None) -> str:
    return f"{profile.name} · {where}" if profile else where


def _place(base: str) -> str:
    address = readable_base(base)
    return (address.socket or address.origin.partition("://")[2]) if address else ""


def _listener(base: str) -> tuple[str, str] | None:
    """Equal for all names of one listener; None where there is none."""
    address = readable_base(base)
    return place_of(address) if address else None
