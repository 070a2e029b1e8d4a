"""A runner's models and memory as documents for scripts."""

from ... import __version__
from ..core.runner.api import EngineStatus, LoadedModel, ModelEntry
from ..core.runner.model_store import ModelDetails
from ..core.runner.snapshot import HeldModel, RunnerSnapshot
from ..core.wire.jsontext import JsonObject

MODELS, MEMORY, MODEL = "quayside/models/1", "quayside/ps/1", "quayside/model/1"


def models_document(taken: RunnerSnapshot, base: str) -> JsonObject:
    """All models of the runner at `base`."""
    disk = taken.disk
    return {
        **_head(MODELS, base),
        "version": taken.version,
        "disk": None if disk is None else {"models": disk.models, "engines": disk.engines},
        "engines": [_engine(one) for one in taken.engines],
        "models": [_held(one) for one in taken.models],
    }


def memory_document(taken: RunnerSnapshot, base: str, now: float) -> JsonObject:
    """What the runner at `base` has in memory; `loaded` is null where it did not say."""
    left = {id(one): model.seconds_left(now) for model in taken.models for one in model.loaded}
    loaded = [{**_loaded(one), "seconds_left": left.get(id(one))} for one in taken.loaded]
    return {**_head(MEMORY, base), "loaded": None if taken.silent else [*loaded]}


def model_document(details: ModelDetails, base: str) -> JsonObject:
    """One model, with all that its file says of itself."""
    return {
        **_head(MODEL, base),
        "model": _entry(details.entry),
        "metadata": dict(details.metadata),
    }


def _head(schema: str, base: str) -> JsonObject:
    return {"schema": schema, "quayside": __version__, "base": base}


def _engine(engine: EngineStatus) -> JsonObject:
    return {"name": engine.name, "state": str(engine.word), "details": engine.details}


def _entry(entry: ModelEntry) -> JsonObject:
    return {
        "name": entry.name,
        "id": entry.id,
        "tags": list(entry.tags),
        "format": entry.format,
        "size": entry.size,
        "quantisation": entry.quantisation,
        "parameters": entry.parameters,
        "architecture": entry.architecture,
        "context_packaged": entry.context_size,
        "created": entry.created,
    }


def _held(model: HeldModel) -> JsonObject:
    return {
        **_entry(model.entry),
        "context_in_force": model.context_size,
        "engine": model.engine or None,
        "loaded": [_loaded(one) for one in model.loaded],
        "configured": [
            {
                "engine": one.engine,
                "mode": one.mode,
                "context_size": one.context_size,
                "keep_alive": one.keep_alive,
                "flags": list(one.flags),
            }
            for one in model.configured
        ],
    }


def _loaded(one: LoadedModel) -> JsonObject:
    return {
        "model": one.model,
        "engine": one.engine,
        "mode": one.mode,
        "in_use": one.in_use,
        "loading": one.loading,
        "keep_alive": one.keep_alive,
        "last_used": one.last_used,
    }
