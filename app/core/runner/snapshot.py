"""A runner at one moment: its engines, its models, what is in memory and how it was set up."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import httpx

from ..failures import Failure
from ..wire.address import EngineAddress
from .api import RunnerApi
from .calls import SHORT
from .engine_control import Configured, EngineControl
from .eviction import seconds_left
from .failing import RunnerApiError
from .model_store import DiskUse, ModelStore
from .names import same_model
from .serving import serving_engine
from .shapes import EngineStatus, LoadedModel, ModelEntry

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class HeldModel:
    """A model in the store, with its places in memory and what was configured for it."""

    entry: ModelEntry
    engine: str
    """The one that serves it; empty where none can."""
    loaded: tuple[LoadedModel, ...] = ()
    configured: tuple[Configured, ...] = ()

    @property
    def context_size(self) -> int | None:
        """Tokens in force as far as the runner tells: configured, else as packaged."""
        set_to = (one.context_size for one in self.configured if one.engine == self.engine)
        return next((size for size in set_to if size is not None), self.entry.context_size)

    @property
    def state(self) -> str:
        """One word: `loading`, `in use`, `loaded`, or empty."""
        if any(one.loading for one in self.loaded):
            return "loading"
        if any(one.in_use for one in self.loaded):
            return "in use"
        return "loaded" if self.loaded else ""

    def seconds_left(self, now: float) -> float | None:
        """Until it leaves memory unasked; None where it stays, is in use, or nobody tells."""
        left = [seconds_left(one, now) for one in self.loaded if not one.loading]
        known = [seconds for seconds in left if seconds is not None]
        return max(known) if known and len(known) == len(left) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerSnapshot:
    """What could not be asked is empty, or None; `failure` tells why there is nothing at all."""

    engines: tuple[EngineStatus, ...] = ()
    models: tuple[HeldModel, ...] = ()
    strangers: tuple[LoadedModel, ...] = ()
    """In memory under names that the store does not have."""
    disk: DiskUse | None = None
    version: str = ""
    silent: bool = False
    """Whether it did not say what is in memory: old runners hold that back while one loads."""
    failure: Failure | None = None

    @property
    def loaded(self) -> tuple[LoadedModel, ...]:
        return (*(one for model in self.models for one in model.loaded), *self.strangers)


async def take_snapshot(
    address: EngineAddress, client: httpx.AsyncClient, seconds: float = SHORT
) -> RunnerSnapshot:
    """Ask a runner for everything at once; never raises, and never waits for a load."""
    api = RunnerApi(address, client, seconds=seconds)
    store = ModelStore(address, client, seconds=seconds)
    control = EngineControl(address, client, seconds=seconds)
    try:
        engines = await api.status()
    except RunnerApiError as problem:
        return RunnerSnapshot(failure=problem.failure)
    models, loaded, configured, disk, version = await asyncio.gather(
        _quietly(api.models()),
        _quietly(api.ps()),
        _quietly(control.configurations()),
        _quietly(store.disk()),
        _quietly(api.version()),
    )
    held = [_held(entry, engines, loaded or (), configured or ()) for entry in models or ()]
    return RunnerSnapshot(
        engines=tuple(sorted(engines.values(), key=lambda one: (not one.usable, one.name))),
        models=tuple(held),
        strangers=_strangers(loaded or (), models or ()),
        disk=disk,
        version=version or "",
        silent=loaded is None,
    )


def _held(
    entry: ModelEntry,
    engines: dict[str, EngineStatus],
    loaded: Sequence[LoadedModel],
    configured: Sequence[Configured],
) -> HeldModel:
    mine = tuple(one for one in loaded if entry.is_called(one.model))
    set_up = tuple(one for one in configured if entry.is_called(one.model))
    named = mine[0].engine if mine else ""
    return HeldModel(entry, serving_engine(entry, engines, named), mine, set_up)


def _strangers(
    loaded: Sequence[LoadedModel], models: Sequence[ModelEntry]
) -> tuple[LoadedModel, ...]:
    names = [name for entry in models for name in (*entry.tags, entry.id)]
    return tuple(one for one in loaded if not any(same_model(one.model, name) for name in names))


async def _quietly(call: Awaitable[Value]) -> Value | None:
    try:
        return await call
    except RunnerApiError:
        return None
