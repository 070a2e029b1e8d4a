"""Docker Model Runner's own API: engines, models, what is loaded."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import httpx

from ..lanes import JsonValue, Lane, Path
from ..wire.address import EngineAddress, parse_engine_base
from ..wire.connections import open_client
from .calls import RunnerCalls
from .exchange import Exchange
from .failing import RunnerApiError
from .names import in_url, same_model
from .received import ReceivedRequest, read_received
from .shapes import (
    EngineStatus,
    EngineWord,
    LoadedModel,
    ModelEntry,
    read_loaded,
    read_model,
    read_models,
    read_status,
)

__all__ = [
    "EngineProbe",
    "EngineStatus",
    "EngineWord",
    "LoadedModel",
    "ModelEntry",
    "Resolution",
    "RunnerApi",
    "RunnerApiError",
    "Verdict",
    "loading_probe",
]

BUSY = 0.5
"""Seconds for `ps`: servers before v1.1.13 hold it back while a model loads."""
EMPTY_BODY = b"{}"


class Verdict(StrEnum):
    """What `POST {}` to a chat route tells, without loading anything."""

    ANSWERS = "answers"
    ENGINE_UNKNOWN = "engine unknown"
    NO_ROUTE = "no such route"
    KEY_WANTED = "key wanted"
    UNCLEAR = "unclear"
    SILENT = "no answer"


@dataclass(frozen=True, slots=True)
class EngineProbe:
    verdict: Verdict
    exchange: Exchange


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the runner knows under a name; `entry` is None where it knows nothing."""

    entry: ModelEntry | None
    exchange: Exchange


class RunnerApi(RunnerCalls):
    """What a runner tells; each call that fails raises `RunnerApiError`."""

    async def status(self) -> dict[str, EngineStatus]:
        """Engines by name. Takes no lock in the runner: the best sign of life."""
        answer = await self.get("/engines/status")
        return self.must(answer, read_status(answer.json_object()))

    async def models(self) -> list[ModelEntry]:
        """All models in the store, with all their tags."""
        answer = await self.get("/models")
        self.must(answer, answer.status == 200 and isinstance(answer.json(), list))
        return read_models(answer.json())

    async def listed_models(self) -> list[ModelEntry]:
        """The OpenAI list, which every compatible server has; a runner names one tag a model."""
        answer = await self.ask("GET", self.address.models_url)
        self.must(answer, isinstance(answer.json_object().get("data"), list))
        return read_models(answer.json())

    async def ps(self) -> list[LoadedModel]:
        """Models in memory. A time-out here may mean that one is being loaded."""
        answer = await self.get("/engines/ps", min(BUSY, self._seconds))
        self.must(answer, answer.status == 200 and isinstance(answer.json(), list))
        return read_loaded(answer.json())

    async def received(self) -> list[ReceivedRequest]:
        """What it has on record of the requests to loaded models, oldest first."""
        answer = await self.get("/engines/requests")
        self.must(answer, answer.status == 200 and isinstance(answer.json(), list))
        return read_received(answer.json())

    async def version(self) -> str:
        """The server's version; empty for servers before v1.0.30, which do not tell."""
        answer = await self.get("/version")
        version = answer.json_object().get("version")
        return version if isinstance(version, str) else ""

    async def probe_engine(self, name: str | None = None) -> EngineProbe:
        """Ask the chat route of an engine (the address's own by default) with an empty object."""
        address = self.address if name is None else self.address.with_engine(name)
        return await self.probe(address.chat_url)

    async def probe(self, url: str) -> EngineProbe:
        """`POST {}`: refused by name before any model is looked at, so nothing is loaded."""
        answer = await self.ask("POST", url, EMPTY_BODY)
        return EngineProbe(_verdict(answer), answer)

    async def resolve_model(self, name: str) -> Resolution:
        """Look a name up the way inference does; `GET /models/{name}` would match parts of it."""
        url = f"{self.address.models_url}/{in_url(name, safe='/:@')}"
        answer = await self.ask("GET", url)
        return Resolution(read_model(answer.json_object()), answer)

    async def preload(self, model: str, seconds: float | None = None) -> None:
        """Load a model without asking it anything.

        Waits as long as the load takes unless `seconds` is given: leaving early makes
        the runner give the load up.
        """
        body = json.dumps({"model": model}).encode()
        headers = {"x-preload-only": "true"}
        answer = await self.ask("POST", self.address.chat_url, body, seconds or 3600.0, headers)
        # Empty from a runner; whatever else listens there has done something else.
        self.must(answer, answer.status == 200 and not answer.text, model)

    async def unload(self, models: Sequence[str] = (), engine: str = "") -> int:
        """Unload these models, or all; gives how many went. Those in use stay."""
        wanted: dict[str, JsonValue] = {"all": True}
        if models:
            wanted = {"models": list(models), "backend": engine}
        url = self.address.runner_url("/engines/unload")
        answer = await self.ask("POST", url, json.dumps(wanted).encode(), 30.0)
        count = answer.json_object().get("unloaded_runners")
        self.must(answer, isinstance(count, int))
        return count if isinstance(count, int) else 0


async def loading_probe(
    lane: Lane, client_for: Callable[[EngineAddress], httpx.AsyncClient] = open_client
) -> bool:
    """Whether the runner of `lane` is loading the lane's model just now, as far as it tells.

    For `EngineClient`: quiet on every failure, and never longer than `BUSY` seconds.
    """
    if lane.path is not Path.SDK:
        return False
    try:
        address = parse_engine_base(lane.base)
        opened = client_for(address)
    except (ValueError, ImportError):
        return False
    async with opened as client:
        answer = await RunnerApi(address, client).get("/engines/ps", BUSY)
    if answer.timed_out:
        return not isinstance(answer.error, httpx.ConnectTimeout)
    loaded = read_loaded(answer.json() if answer.status == 200 else None)
    return any(entry.loading and same_model(entry.model, lane.model) for entry in loaded)


def _verdict(answer: Exchange) -> Verdict:
    if answer.error is not None:
        return Verdict.SILENT
    if answer.status in (400, 422):
        return Verdict.ANSWERS
    if answer.status in (401, 403):
        # A runner has no keys; it refuses what a browser's Origin header stands in.
        refused = "Origin not allowed" in answer.text
        return Verdict.UNCLEAR if refused else Verdict.KEY_WANTED
    if answer.status in (404, 405):
        unknown = "backend not found" in answer.text
        return Verdict.ENGINE_UNKNOWN if unknown else Verdict.NO_ROUTE
    return Verdict.UNCLEAR
