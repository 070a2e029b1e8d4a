"""Routes on engines: status, ps, df, unload, configure, install."""

import asyncio
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from .answers import Refused, json_answer, read_object, text_field
from .configuration import ConfigurationRefused, read_configuration
from .engine_process import EngineFailed
from .loader import RunnerActive
from .options import DEFAULT_ENGINE
from .residents import EngineKey, show_loads, show_resident
from .state import Runner
from .store import ModelNotFound

_PRELOAD_SECONDS = 60.0


def engine_routes(runner: Runner) -> Sequence[BaseRoute]:
    routes = EngineRoutes(runner)
    return [
        Route("/engines/status", routes.status, methods=["GET"]),
        Route("/engines/ps", routes.running, methods=["GET"]),
        Route("/engines/df", routes.disk, methods=["GET"]),
        Route("/engines/unload", routes.unload, methods=["POST"]),
        Route("/engines/install-backend", routes.install, methods=["POST"]),
        Route("/engines/_configure", routes.configurations, methods=["GET"]),
        Route("/engines/_configure", routes.configure, methods=["POST"]),
        Route("/engines/{engine}/_configure", routes.configure, methods=["POST"]),
    ]


class EngineRoutes:
    """The endpoints, over one runner."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._preloads: set[asyncio.Task[None]] = set()

    async def status(self, _request: Request) -> Response:
        return json_answer(self._runner.catalogue.status())

    async def running(self, _request: Request) -> Response:
        loader = self._runner.loader
        loaded = [
            show_resident(resident, loader.configurations.get(key))
            for key, resident in loader.residents.items()
        ]
        loading = {key: load.reference for key, load in loader.loads.items()}
        return json_answer([*loaded, *show_loads(loading)])

    async def disk(self, _request: Request) -> Response:
        used = sum(model.size for model in self._runner.store.all())
        return json_answer({"models_disk_usage": used, "default_backend_disk_usage": 0})

    async def unload(self, request: Request) -> Response:
        body = await read_object(request)
        loader = self._runner.loader
        if body.get("all"):
            return json_answer({"unloaded_runners": await loader.unload_all()})
        engine = text_field(body, "backend")
        names: list[str] = body.get("models") or []
        counts = [await loader.unload(self._identity(name), engine) for name in names]
        return json_answer({"unloaded_runners": sum(counts)})

    async def install(self, request: Request) -> Response:
        refusal = "invalid request: backend is required"
        name = text_field(await read_object(request, refusal), "backend")
        if not name:
            raise Refused(400, refusal)
        if not self._runner.catalogue.knows(name):
            raise Refused(404, "backend not found")
        absent = self._runner.catalogue.absent(name)
        if absent is not None:
            words = absent.answer.removeprefix("backend installation failed: ")
            raise Refused(500, f"backend installation failed: {words}")
        return Response()

    async def configurations(self, request: Request) -> Response:
        wanted = request.query_params.get("model", "")
        entries = [
            self._shown(key, configuration.to_json())
            for key, configuration in self._runner.loader.configurations.items()
            if not wanted or key.model == self._identity(wanted)
        ]
        return json_answer([entry for entry in entries if entry])

    async def configure(self, request: Request) -> Response:
        engine = request.path_params.get("engine", DEFAULT_ENGINE)
        if not self._runner.catalogue.knows(engine):
            raise Refused(404, "backend not found")
        body = await read_object(request)
        _check_types(body)
        reference = text_field(body, "model")
        try:
            configuration = read_configuration(engine, body)
            key = EngineKey(engine, self._identity(reference), _mode(body))
            await self._runner.loader.configure(key, configuration)
        except ConfigurationRefused as error:
            raise Refused(500, str(error)) from error
        except RunnerActive as error:
            raise Refused(409, str(error)) from error
        self._preload(key, reference)
        return Response(status_code=202)

    def _preload(self, key: EngineKey, reference: str) -> None:
        known = {model.identity for model in self._runner.store.all()}
        if key.model in known and self._runner.catalogue.absent(key.engine) is None:
            task = asyncio.create_task(self._load_in_time(key, reference))
            self._preloads.add(task)
            task.add_done_callback(self._preloads.discard)

    async def _load_in_time(self, key: EngineKey, reference: str) -> None:
        loader = self._runner.loader
        try:
            loader.release(await asyncio.wait_for(loader.acquire(key, reference), _PRELOAD_SECONDS))
        except (EngineFailed, OSError, TimeoutError) as error:
            self._runner.narrate(f"background preload of {reference} failed: {error}")

    def _identity(self, reference: str) -> str:
        try:
            return self._runner.store.find(reference).identity
        except ModelNotFound:
            return reference

    def _shown(self, key: EngineKey, configuration: dict[str, Any]) -> dict[str, Any]:
        tags = [model.tag for model in self._runner.store.all() if model.identity == key.model]
        if not tags:
            return {}
        return {
            "Backend": key.engine,
            "Model": tags[0],
            "ModelID": key.model,
            "Mode": key.mode,
            "Config": configuration,
        }


def _mode(body: dict[str, Any]) -> str:
    flags: list[str] = body.get("runtime-flags") or []
    return text_field(body, "mode") or ("embedding" if "--embeddings" in flags else "completion")


def _check_types(body: dict[str, Any]) -> None:
    """Raises `Refused` where Go's decoder would."""
    for name in ("model", "mode", "raw-runtime-flags", "keep_alive"):
        text_field(body, name)
    size = body.get("context-size")
    flags: Any = body.get("runtime-flags") or []
    if size is not None and (isinstance(size, bool) or not isinstance(size, int)):
        raise Refused(400, "invalid request")
    if not isinstance(flags, list) or any(not isinstance(flag, str) for flag in flags):  # pyright: ignore[reportUnknownVariableType]
        raise Refused(400, "invalid request")
