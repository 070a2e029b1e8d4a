"""What the loader keeps: which engine runs which model, and who uses it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from .configuration import Configuration, format_duration

_NEVER = "0001-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class EngineKey:
    """One engine process: `model` is the model's identity, `mode` completion or embedding."""

    engine: str
    model: str
    mode: str = "completion"


class RunningEngine(Protocol):
    """What the loader needs of an engine process."""

    @property
    def running(self) -> bool: ...

    async def stop(self) -> None: ...


@dataclass(slots=True)
class Resident:
    """A loaded engine; `reference` is the model's name as the first request spelt it."""

    key: EngineKey
    reference: str
    engine: RunningEngine
    last_used: datetime
    users: int = 0


def show_resident(resident: Resident, configuration: Configuration | None) -> dict[str, Any]:
    """An entry of `/engines/ps`."""
    shown: dict[str, Any] = _shown(resident.key, resident.reference)
    if resident.users:
        shown["in_use"] = True
    else:
        shown["last_used"] = f"{resident.last_used:%Y-%m-%dT%H:%M:%S.%f}Z"
    if configuration is not None and configuration.keep_alive is not None:
        shown["keep_alive"] = format_duration(configuration.keep_alive)
    return shown


def show_loads(loads: Mapping[EngineKey, str]) -> Iterable[dict[str, Any]]:
    """Entries of `/engines/ps` for loads under way, from key to reference."""
    return [{**_shown(key, reference), "loading": True} for key, reference in loads.items()]


def _shown(key: EngineKey, reference: str) -> dict[str, Any]:
    return {
        "backend_name": key.engine,
        "model_name": reference,
        "mode": key.mode,
        "last_used": _NEVER,
    }
