"""Loads and unloads engines as Docker Model Runner's loader does.

One engine process per (engine, model, mode). The first request waits while it loads;
requests for the same share that load, and when the last of them hangs up the load is
ended. Source of the rules: docker/model-runner, `pkg/inference/scheduling/loader.go`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from .configuration import Configuration
from .residents import EngineKey, Resident, RunningEngine

IDLE_SECONDS = 300.0
StartEngine = Callable[[EngineKey, Configuration], Awaitable[RunningEngine]]


class RunnerActive(Exception):
    """A configuration cannot change while its engine answers."""

    def __str__(self) -> str:
        return "runner already active"


@dataclass(slots=True)
class Load:
    """A load under way and how many requests wait for it."""

    task: asyncio.Task[None]
    reference: str
    waiting: int = 0
    abandoned: bool = False


@dataclass(slots=True)
class Loader:
    """Keeps at most `slots` engines; `now` gives the time of day in UTC."""

    start: StartEngine
    slots: int
    now: Callable[[], datetime]
    forget: Callable[[str], None] = lambda _model: None
    """Called with the model's identity whenever an engine of it has been ended."""
    residents: dict[EngineKey, Resident] = field(default_factory=dict[EngineKey, Resident])
    loads: dict[EngineKey, Load] = field(default_factory=dict[EngineKey, Load])
    configurations: dict[EngineKey, Configuration] = field(
        default_factory=dict[EngineKey, Configuration]
    )
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def acquire(self, key: EngineKey, reference: str) -> Resident:
        """A loaded engine, held until `release`. Raises what `start` raises."""
        while True:
            resident = self.residents.get(key)
            if resident is not None and resident.engine.running:
                resident.users += 1
                return resident
            if resident is not None and not resident.users:
                await self._end(resident)
            elif resident is not None:
                await self._next_change()
            else:
                await self._load(key, reference)

    def release(self, resident: Resident) -> None:
        """Give back what `acquire` gave."""
        resident.users -= 1
        resident.last_used = self.now()
        self._tell()

    async def _load(self, key: EngineKey, reference: str) -> None:
        load = self.loads.get(key)
        if load is not None and load.abandoned:
            await self._next_change()
            return
        if load is None:
            if not await self._make_room():
                return
            load = Load(asyncio.create_task(self._run_load(key, reference)), reference)
            self.loads[key] = load
        await self._share(load)

    async def _share(self, load: Load) -> None:
        load.waiting += 1
        try:
            await asyncio.shield(load.task)
        finally:
            load.waiting -= 1
            if not load.waiting and not load.task.done():
                load.abandoned = True
                load.task.cancel()

    async def _run_load(self, key: EngineKey, reference: str) -> None:
        try:
            configuration = self.configurations.get(key, Configuration())
            engine = await self.start(key, configuration)
            self.residents[key] = Resident(key, reference, engine, self.now())
        finally:
            del self.loads[key]
            self._tell()

    async def _make_room(self) -> bool:
        """Whether a load may begin at once; evicts what is unused, or waits for a change."""
        if len(self.residents) + len(self.loads) < self.slots:
            return True
        unused = [resident for resident in self.residents.values() if not resident.users]
        if unused:
            await self._end(*unused)
        else:
            await self._next_change()
        return False

    async def evict_idle(self) -> None:
        """End engines that crashed, and those unused for longer than their keep-alive."""
        await self._end(*[one for one in self.residents.values() if self._is_idle(one)])

    def _is_idle(self, resident: Resident) -> bool:
        if resident.users:
            return False
        if not resident.engine.running:
            return True
        keep = self.configurations.get(resident.key, Configuration()).keep_alive
        limit = IDLE_SECONDS if keep is None else keep
        return 0 <= limit < (self.now() - resident.last_used).total_seconds()

    async def unload_all(self) -> int:
        """End every unused engine and forget every configuration; give the number ended."""
        self.configurations.clear()
        return await self._end(*[one for one in self.residents.values() if not one.users])

    async def unload(self, model: str, engine: str = "") -> int:
        """End unused engines of one model, on one engine or on all."""
        for key in [
            key for key in self.configurations if (key.engine, key.model) == (engine, model)
        ]:
            del self.configurations[key]
        chosen = [
            one
            for one in self.residents.values()
            if one.key.model == model and engine in ("", one.key.engine) and not one.users
        ]
        return await self._end(*chosen)

    async def configure(self, key: EngineKey, configuration: Configuration) -> None:
        """Set how `key` will be started. Raises `RunnerActive` while it answers."""
        if self.configurations.get(key) == configuration:
            return
        resident = self.residents.get(key)
        if resident is not None and resident.users:
            raise RunnerActive
        if resident is not None:
            await self._end(resident)
        self.configurations[key] = configuration

    async def close(self) -> None:
        """End everything, also what is in use."""
        tasks = [load.task for load in self.loads.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._end(*self.residents.values())

    async def _end(self, *residents: Resident) -> int:
        for resident in residents:
            self.residents.pop(resident.key, None)
        try:
            await asyncio.gather(*[resident.engine.stop() for resident in residents])
        finally:
            for resident in residents:
                self.forget(resident.key.model)
            self._tell()
        return len(residents)

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def _next_change(self) -> None:
        await self._changed.wait()
