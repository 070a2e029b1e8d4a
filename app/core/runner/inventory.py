"""Engines and models in the form that a picker shows."""

from collections.abc import Iterable, Mapping

from ..lanes import JsonValue
from .exchange import Exchange
from .found import EngineState, ModelState
from .names import display
from .shapes import EngineStatus, LoadedModel, ModelEntry, read_loaded, read_models


def engine_states(engines: Mapping[str, EngineStatus]) -> tuple[EngineState, ...]:
    """Usable engines first, then by name."""
    states = [
        EngineState(name, str(engine.word), engine.usable, engine.details)
        for name, engine in engines.items()
    ]
    return tuple(sorted(states, key=lambda state: (not state.usable, state.name)))


def model_states(models: Exchange, loaded: Exchange) -> tuple[ModelState, ...]:
    """The runner's models, with what `ps` says of each; a `ps` that hangs says nothing."""
    entries = read_models(models.json() if models.status == 200 else None)
    in_memory = read_loaded(loaded.json() if loaded.status == 200 else None)
    return tuple(model_state(entry, in_memory) for entry in entries)


def listed_states(listed: JsonValue) -> tuple[ModelState, ...]:
    """The models of an OpenAI list."""
    return tuple(model_state(entry, ()) for entry in read_models(listed))


def model_state(entry: ModelEntry, loaded: Iterable[LoadedModel]) -> ModelState:
    mine = [other for other in loaded if entry.is_called(other.model)]
    return ModelState(
        name=entry.name,
        display=entry.display if entry.tags else display(entry.id),
        size=entry.size,
        quantisation=entry.quantisation,
        parameters=entry.parameters,
        loaded=any(not other.loading for other in mine),
        loading=any(other.loading for other in mine),
        in_use=any(other.in_use for other in mine),
    )
