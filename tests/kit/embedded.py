import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from quayside.app.core.embedded.catalogue import Catalogue
from quayside.app.core.embedded.configuration import Configuration
from quayside.app.core.embedded.loader import Loader
from quayside.app.core.embedded.options import EngineOption
from quayside.app.core.embedded.records import Recorder
from quayside.app.core.embedded.registry.client import Registry
from quayside.app.core.embedded.registry.pulled import PulledModels
from quayside.app.core.embedded.registry.pulls import RegistryPulls
from quayside.app.core.embedded.residents import EngineKey
from quayside.app.core.embedded.server import make_application
from quayside.app.core.embedded.state import Runner
from quayside.app.core.embedded.store import ModelStore, read_model


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def forward(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


class FakeEngine:
    def __init__(self, answer: Callable[[httpx.Request], Any] | None = None) -> None:
        self.running = True
        self.stops = 0
        respond = answer or (lambda _: httpx.Response(200, json={"ok": 1}))
        transport = httpx.MockTransport(lambda request: unread(respond(request)))
        self.client = httpx.AsyncClient(transport=transport, base_url="http://localhost")

    async def stop(self) -> None:
        self.running = False
        self.stops += 1

    async def wait_ended(self) -> None:
        return

    def last_words(self) -> str:
        return "llama.cpp terminated unexpectedly: llama.cpp failed: exit status 1"


def unread(response: httpx.Response) -> httpx.Response:
    if not response.is_stream_consumed:
        return response
    stream = httpx.ByteStream(response.content)
    return httpx.Response(response.status_code, headers=response.headers, stream=stream)


def write_gguf(path: Path, file_type: int = 3) -> Path:
    def text(value: str) -> bytes:
        return struct.pack("<Q", len(value.encode())) + value.encode()

    pairs = [
        text("general.architecture") + struct.pack("<I", 8) + text("llama"),
        text("general.file_type") + struct.pack("<II", 4, file_type),
        text("llama.context_length") + struct.pack("<II", 4, 8192),
        text("tokens") + struct.pack("<IIQ", 9, 8, 2) + text("a") + text("b"),
        text("scores") + struct.pack("<IIQff", 9, 6, 2, 0.5, 0.5),
        text("nested") + struct.pack("<IIQIQH", 9, 9, 1, 2, 1, 7),
    ]
    tensor = text("weight") + struct.pack("<IQQIQ", 2, 1000, 2000, 0, 0)
    head = b"GGUF" + struct.pack("<IQQ", 3, 1, len(pairs))
    path.write_bytes(head + b"".join(pairs) + tensor)
    return path


def make_fake_runner(
    folder: Path, start: Any, *engines: EngineOption, slots: int = 2, registry: str = ""
) -> tuple[Runner, httpx.AsyncClient]:
    store, recorder = ModelStore(), Recorder()
    store.add(read_model(write_gguf(folder / "model.gguf"), "ai/smollm2"))
    loader = Loader(start, slots, Clock(), recorder.forget)
    pulled = PulledModels(folder / "models")
    parts = (Catalogue(engines), loader, recorder, folder, {}, lambda _: None, pulled)
    pulls = RegistryPulls(Registry(registry), pulled, store) if registry else None
    runner = Runner(store, *parts, registry=pulls)
    transport = httpx.ASGITransport(make_application(runner))
    return runner, httpx.AsyncClient(transport=transport, base_url="http://runner")


def starter(engine: Any) -> Any:
    async def start(_key: EngineKey, _configuration: Configuration) -> Any:
        return engine

    return start
