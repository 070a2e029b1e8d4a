"""What was found, as rows of the picker and the lanes that they stand for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...widgets.runner_picker import PickerRow
from ..core.lanes import Lane, LaneText, Path
from ..core.profiles import Profile, profile_at
from ..core.runner.found import EngineState, Found, FoundKind, ModelState
from ..core.runner.names import spoken
from ..core.wire.address import litellm_base
from .status_rows import host_of

_ABSENT_WORDS = ("not installed", "error", "unsupported")


@dataclass(slots=True)
class PickerTable:
    """Rows in order, and the lane behind each choice."""

    rows: list[PickerRow] = field(default_factory=list[PickerRow])
    lanes: dict[str, LaneText] = field(default_factory=dict[str, LaneText])

    def offer(
        self, lane: LaneText, text: str, depth: int, mark: str = "", detail: str = ""
    ) -> None:
        choice = f"{lane.path} {lane.model} {lane.base}"
        self.lanes[choice] = lane
        self.rows.append(PickerRow(text, depth, mark, detail, choice))

    def tell(self, text: str, depth: int = 0, mark: str = "", detail: str = "") -> None:
        self.rows.append(PickerRow(text, depth, mark, detail))


def picker_table(
    found: Sequence[Found],
    offers: Sequence[Lane],
    in_use: Sequence[Lane],
    searching: bool,
    profiles: Sequence[Profile] = (),
) -> PickerTable:
    table = PickerTable()
    for server in found:
        _add_server(table, server, profile_at(profiles, server.base))
    _add_lanes(table, "Configured lanes", offers)
    if not table.rows:
        _add_lanes(table, "Lanes", in_use)
        table.tell("searching…" if searching else "nothing else found", 0, "◌" if searching else "")
    return table


def _add_lanes(table: PickerTable, heading: str, lanes: Sequence[Lane]) -> None:
    if lanes:
        table.tell(heading)
    for lane in lanes:
        text = LaneText(lane.path, lane.model, lane.base, lane.parameters)
        table.offer(text, lane.label, 1, detail=host_of(lane))


def _add_server(table: PickerTable, server: Found, profile: Profile | None) -> None:
    name, _, where = server.title.partition(" on ")
    named = profile.name if profile else name
    table.tell(named, detail=where.removeprefix("localhost") or server.version)
    if server.note:
        table.tell(server.note, 1, "!")
    if server.kind is FoundKind.RUNNER and server.engines:
        for engine in server.engines:
            _add_engine(table, server, engine)
        _add_real_sdk(table, server)
        return
    path = Path.PROXY if server.kind.is_gateway else Path.SDK
    for model in server.models:
        _add_model(table, model, path, server.base, 1)
    if not server.models and not server.note:
        table.tell("no models", 1)


def _add_engine(table: PickerTable, server: Found, engine: EngineState) -> None:
    mark = "●" if engine.running else "○"
    table.tell(engine.name, 1, mark, engine.state)
    if engine.running or not engine.state.lower().startswith(_ABSENT_WORDS):
        for model in server.models:
            _add_model(table, model, Path.SDK, server.base_for(engine.name), 2)


def _add_real_sdk(table: PickerTable, server: Found) -> None:
    """The runner's usual engine once more, asked by LiteLLM itself."""
    if server.models:
        table.tell("LiteLLM's own SDK", 1)
    for model in server.models:
        _add_model(table, model, Path.LITELLM, litellm_base(server.base), 2)


def _add_model(table: PickerTable, model: ModelState, path: Path, base: str, depth: int) -> None:
    mark = "◔" if model.loading else "◆" if model.loaded else "·"
    lane = LaneText(path, spoken(model.name), base)
    table.offer(lane, model.display or model.name, depth, mark, model.state or model.parameters)
