"""POST routes that reach an engine: chat, completions, embeddings, Anthropic messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from .answers import Refused, error_answer, parse_object, read_body, text_field
from .engine_process import EngineFailed, EngineProcess
from .hang_up import until_hang_up
from .options import DEFAULT_ENGINE
from .relay import relay
from .residents import EngineKey
from .state import Runner
from .store import ModelNotFound, StoredModel

_PATHS = (
    "/v1/chat/completions",
    "/v1/completions",
    "/v1/embeddings",
    "/v1/messages",
    "/v1/messages/count_tokens",
)


def inference_routes(runner: Runner) -> Sequence[BaseRoute]:
    """With the engine in the path and without."""
    endpoint = Inference(runner)
    prefixes = ("/engines", "/engines/{engine}")
    return [
        Route(prefix + path, endpoint, methods=["POST"]) for prefix in prefixes for path in _PATHS
    ]


@dataclass(frozen=True, slots=True)
class Job:
    """An accepted request."""

    key: EngineKey
    reference: str
    path: str
    body: bytes
    preload: bool


class Inference:
    """Checks in the runner's order, waits for the load, relays."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        job = await self._accept(Request(scope, receive))
        await until_hang_up(receive, self._serve(job, scope, receive, send))

    async def _accept(self, request: Request) -> Job:
        engine = request.path_params.get("engine", DEFAULT_ENGINE)
        if not self._runner.catalogue.knows(engine):
            raise Refused(404, "backend not found")
        body = await read_body(request)
        reference = text_field(parse_object(body), "model")
        if not reference:
            raise Refused(400, "model is required")
        model = find_model(self._runner, reference)
        absent = self._runner.catalogue.absent(engine)
        if absent is not None:
            raise Refused(absent.answer_status, absent.answer)
        path = request.url.path
        path = path[path.index("/v1/") :]
        mode = "embedding" if path == "/v1/embeddings" else "completion"
        preload = request.headers.get("x-preload-only") == "true"
        return Job(EngineKey(engine, model.identity, mode), reference, path, body, preload)

    async def _serve(self, job: Job, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            resident = await self._runner.loader.acquire(job.key, job.reference)
        except (EngineFailed, OSError) as error:
            text = f"unable to load runner: error waiting for runner to be ready: {error}"
            await error_answer(500, text)(scope, receive, send)
            return
        try:
            if job.preload:
                await Response()(scope, receive, send)
            else:
                await self._infer(job, cast("EngineProcess", resident.engine), scope, send)
        finally:
            self._runner.loader.release(resident)

    async def _infer(self, job: Job, engine: EngineProcess, scope: Scope, send: Send) -> None:
        headers = Request(scope).headers
        request = {
            "model": job.reference,
            "method": scope["method"],
            "url": scope["path"],
            "user_agent": headers.get("user-agent", ""),
            "origin": "anthropic/messages" if job.path == "/v1/messages" else "",
        }
        record = self._runner.recorder.begin(job.key.model, request, job.body)
        try:
            await relay(engine, scope, job.path, job.body, send, record)
        finally:
            self._runner.recorder.finish(job.key.model, record)


def find_model(runner: Runner, reference: str) -> StoredModel:
    """Raises `Refused` with the runner's 404 text."""
    try:
        return runner.store.find(reference)
    except ModelNotFound as error:
        raise Refused(404, str(error)) from error
