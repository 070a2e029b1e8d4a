"""Telling what listens at an address, from harmless requests without a key.

LiteLLM's `/health` sends a completion to each of its models, so that nobody is asked for
`/health` before it is known not to be LiteLLM.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import httpx

from ..lanes import JsonValue
from ..wire.address import EngineAddress
from ..wire.connections import open_client
from .api import RunnerApi
from .candidates import DESKTOP_PREFIX
from .exchange import Exchange
from .found import TITLES, Found, FoundKind, ModelState
from .inventory import engine_states, listed_states, model_states
from .names import display
from .shapes import read_status

DEADLINE = 1.5
"""Seconds for one address, whatever it does."""
ClientFor = Callable[[EngineAddress], httpx.AsyncClient]


async def identify(
    address: EngineAddress,
    *,
    client_for: ClientFor = open_client,
    source: str = "",
    seconds: float = DEADLINE,
) -> Found | None:
    """What listens at `address`; None where nothing answers HTTP within `seconds`."""
    best: list[Found] = []
    try:
        async with asyncio.timeout(seconds), client_for(address) as client:
            api = RunnerApi(address, client, seconds=seconds)
            await _look(address, api, best)
    except (TimeoutError, ValueError, ImportError):
        # An HTTP proxy in the environment that cannot be used, or the deadline.
        pass
    return replace(best[-1], source=source) if best else None


async def _look(address: EngineAddress, api: RunnerApi, best: list[Found]) -> None:
    """Appends to `best` what is known so far, so that a deadline leaves the last of it."""
    status, home = await asyncio.gather(api.get("/engines/status"), api.get("/"))
    if status.error is not None and home.error is not None:
        return
    best.append(_found(address, FoundKind.UNKNOWN))
    if is_runner(status, home):
        best.append(_runner(address, status))
        best.append(await _with_runner_details(best[-1], api, status))
    elif address.socket and status.status == 503:
        best.append(_switched_off(address))
    elif "Ollama is running" in home.text:
        best.append(_found(address, FoundKind.OLLAMA))
        best.append(await _with_listed_models(best[-1], api))
    elif address.prefix != DESKTOP_PREFIX:
        await _look_further(address, api, best)


async def _look_further(address: EngineAddress, api: RunnerApi, best: list[Found]) -> None:
    alive, ready = await asyncio.gather(api.get("/health/liveliness"), api.get("/health/readiness"))
    if is_litellm(alive):
        best.append(_litellm(address, ready))
        return
    health, props, models = await asyncio.gather(
        api.get("/health"), api.get("/props"), api.get("/v1/models")
    )
    if is_docker_gateway(health):
        best.append(_docker_gateway(address, health))
    elif is_llama_server(props):
        best.append(_found(address, FoundKind.LLAMA_SERVER))
        best.append(await _with_listed_models(best[-1], api))
    elif models.status in (401, 403):
        note = "Its list of models needs a key."
        best.append(replace(_found(address, FoundKind.OPENAI_COMPATIBLE), note=note))
    elif isinstance(models.json_object().get("data"), list):
        found = _found(address, FoundKind.OPENAI_COMPATIBLE)
        best.append(replace(found, models=listed_states(models.json())))


def is_runner(status: Exchange, home: Exchange) -> bool:
    """Both Docker Engine's and Docker Desktop's runner name themselves at `/`."""
    named = home.status == 200 and home.text.startswith("Docker Model Runner")
    return bool(read_status(status.json_object())) or named


def is_litellm(alive: Exchange) -> bool:
    return alive.status == 200 and "I'm alive!" in alive.text


def is_docker_gateway(health: Exchange) -> bool:
    answer = health.json_object()
    return "x-model-cli-version" in health.headers or (
        isinstance(answer.get("models"), list) and answer.get("status") == "healthy"
    )


def is_llama_server(props: Exchange) -> bool:
    return "default_generation_settings" in props.json_object()


def _found(address: EngineAddress, kind: FoundKind) -> Found:
    base = address.api_base
    if kind.is_gateway:
        base = address.origin + address.prefix
    elif kind not in (FoundKind.RUNNER, FoundKind.UNKNOWN) and address.engine:
        base = f"{address.origin}{address.prefix}/v1"
    return Found(kind=kind, base=base, title=f"{TITLES[kind]} {_place(address)}")


def _place(address: EngineAddress) -> str:
    if not address.socket:
        return f"on {address.origin.partition('://')[2]}"
    desktop = address.prefix == DESKTOP_PREFIX
    return f"in Docker Desktop, through {address.socket}" if desktop else f"on {address.socket}"


def _runner(address: EngineAddress, status: Exchange) -> Found:
    engines = engine_states(read_status(status.json_object()))
    return replace(_found(address, FoundKind.RUNNER), engines=engines)


def _switched_off(address: EngineAddress) -> Found:
    note = "It is switched off in Docker Desktop: docker desktop enable model-runner"
    return replace(_found(address, FoundKind.RUNNER), note=note)


async def _with_runner_details(found: Found, api: RunnerApi, status: Exchange) -> Found:
    models, loaded, version = await asyncio.gather(
        api.get("/models"), api.get("/engines/ps", 0.5), api.version()
    )
    note = "" if found.engines else f"Its engines cannot be read: {status.seen}"
    return replace(found, models=model_states(models, loaded), version=version, note=note)


async def _with_listed_models(found: Found, api: RunnerApi) -> Found:
    listed = await api.get("/v1/models")
    return replace(found, models=listed_states(listed.json()))


def _litellm(address: EngineAddress, ready: Exchange) -> Found:
    status = ready.json_object().get("status")
    healthy = ready.status == 200 and status in ("healthy", "connected")
    note = "" if healthy else f"It is not ready: {ready.seen}"
    return replace(_found(address, FoundKind.LITELLM_PROXY), note=note)


def _docker_gateway(address: EngineAddress, health: Exchange) -> Found:
    answer = health.json_object()
    version = answer.get("version")
    return replace(
        _found(address, FoundKind.DOCKER_GATEWAY),
        models=tuple(ModelState(name, display(name)) for name in _texts(answer.get("models"))),
        version=version if isinstance(version, str) else "",
    )


def _texts(value: JsonValue) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
