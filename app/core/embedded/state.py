"""What all routes of one embedded runner share."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from .catalogue import Catalogue
from .configuration import Configuration
from .engine_process import EngineProcess, start_engine
from .loader import Loader
from .log import RunnerLog
from .pin import DEMO_MODEL
from .pull import is_pulled, model_path
from .records import Recorder
from .registry.client import Registry
from .registry.part import remove_old_parts
from .registry.pulled import PulledModels
from .registry.pulls import RegistryPulls
from .residents import EngineKey
from .store import ModelStore, read_model

_MOST_SLOTS = 8


@dataclass(frozen=True, slots=True)
class Runner:
    """The parts of one runner; `narrate` takes lines for people."""

    store: ModelStore
    catalogue: Catalogue
    loader: Loader
    recorder: Recorder
    cache_directory: Path
    environment: Mapping[str, str]
    narrate: Callable[[str], None]
    pulled: PulledModels
    log: RunnerLog = field(default_factory=RunnerLog)
    registry: RegistryPulls | None = None
    """Where models are pulled from; without one, there is the demo model alone to pull."""

    def add_from_registry(self) -> None:
        """Offer what earlier pulls have brought; what was left half long ago is removed."""
        remove_old_parts(self.pulled.folder, time.time())
        for model in self.pulled.read():
            self.store.add(model)

    def add_pulled(self) -> None:
        """Offer the demo model if the cache holds it."""
        if is_pulled(self.cache_directory):
            self.store.add(read_model(model_path(self.cache_directory), DEMO_MODEL.reference))


class EngineStarter:
    """Starts llama.cpp for a key of the loader, each on a socket of its own."""

    def __init__(
        self,
        store: ModelStore,
        catalogue: Catalogue,
        recorder: Recorder,
        sockets: Path,
        environment: Mapping[str, str],
        log: RunnerLog,
        narrate: Callable[[str], None],
    ) -> None:
        self._log = log
        self._store = store
        self._catalogue = catalogue
        self._recorder = recorder
        self._sockets = sockets
        self._environment = environment
        self._narrate = narrate
        self._started = 0

    async def __call__(self, key: EngineKey, configuration: Configuration) -> EngineProcess:
        """Raises `EngineFailed` or `OSError`."""
        model = self._store.find(key.model)
        plan = {
            **self._catalogue.plan(key.engine),
            **configuration.plan,
            "model": str(model.path),
            "mode": key.mode,
        }
        self._recorder.configure(key.model, configuration.to_json())
        self._started += 1
        place = self._sockets / f"engine-{self._started}.sock"
        self._narrate(f"loading {model.tag} on {key.engine}")
        engine = await start_engine(plan, place, self._environment, self._engine_line)
        self._narrate(f"loaded {model.tag} on {key.engine}")
        return engine

    def _engine_line(self, line: str) -> None:
        self._log.write(line, of_engine=True)


def make_runner(
    catalogue: Catalogue,
    cache_directory: Path,
    sockets: Path,
    environment: Mapping[str, str],
    narrate: Callable[[str], None],
    registry: str = "",
) -> Runner:
    """A runner without models, as many engines at once as there are processors, up to 8.

    `registry` is the URL of the one that models are pulled from, if any.
    """
    store, recorder, log = ModelStore(), Recorder(), RunnerLog()

    def tell(line: str) -> None:
        log.write(line)
        narrate(line)

    start = EngineStarter(store, catalogue, recorder, sockets, environment, log, tell)
    slots = max(1, min(os.cpu_count() or 1, _MOST_SLOTS))
    loader = Loader(start, slots, lambda: datetime.now(UTC), recorder.forget)
    pulled = PulledModels(cache_directory / "models")
    return Runner(
        store,
        catalogue,
        loader,
        recorder,
        cache_directory,
        environment,
        tell,
        pulled,
        log,
        RegistryPulls(Registry(registry), pulled, store) if registry else None,
    )


def name_of(file: Path) -> str:
    """The model name under which a user's own GGUF is served: `ai/` and its stem."""
    kept = "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in file.stem)
    return f"ai/{kept.strip('._-').lower() or 'model'}"
