"""The embedded runner's HTTP surface: a strict Docker Model Runner.

Routes, order of checks, statuses and error texts are those of docker/model-runner. Left
out: the Ollama and Responses layers, rerank, images, push and package.
"""

import asyncio
import contextlib
import posixpath
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from .... import __version__
from .answers import Refused, error_answer, json_answer
from .engine_routes import engine_routes
from .inference_routes import inference_routes
from .log import LogEndpoint
from .model_routes import model_routes
from .record_routes import record_routes
from .state import Runner

SPOKEN_VERSION = "v1.2.6"
"""The Docker Model Runner whose behaviour is followed."""
_IDLE_CHECK_SECONDS = 1.0


def make_application(runner: Runner, started: Callable[[], None] = lambda: None) -> ASGIApp:
    """The whole server; `started` is called once it is about to serve."""
    routes = [
        *engine_routes(runner),
        *record_routes(runner),
        *inference_routes(runner),
        *model_routes(runner),
    ]
    area = Area(routes)
    outside = Outside(area, LogEndpoint(runner.log))

    @contextlib.asynccontextmanager
    async def lifespan(_application: Starlette) -> AsyncGenerator[None]:
        eviction = asyncio.create_task(_evict_for_ever(runner))
        started()
        try:
            yield
        finally:
            eviction.cancel()
            await runner.loader.close()

    application = Starlette(lifespan=lifespan)
    application.router.default = outside
    return application


async def _evict_for_ever(runner: Runner) -> None:
    while True:
        await asyncio.sleep(_IDLE_CHECK_SECONDS)
        await runner.loader.evict_idle()


class Outside:
    """The outermost mux: cleans doubled slashes, knows the aliases, else Go's own 404."""

    def __init__(self, area: ASGIApp, log: ASGIApp) -> None:
        self._area, self._log = area, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if "//" in path:
            path = "/" + posixpath.normpath(path).lstrip("/")
        if path.startswith("/v1/"):
            path = f"/engines{path}"
        if path == "/models" or path.startswith(("/models/", "/engines/")):
            await self._area({**scope, "path": path, "raw_path": path.encode()}, receive, send)
        elif path == "/logs":
            await self._log(scope, receive, send)
        else:
            await _service_answer(path)(scope, receive, send)


def _service_answer(path: str) -> Response:
    if path == "/":
        return PlainTextResponse("Docker Model Runner is running")
    if path == "/version":
        return json_answer({"version": f"{SPOKEN_VERSION}+quayside.{__version__}"})
    if path == "/metrics":
        return PlainTextResponse("# No active runners\n")
    return error_answer(404, "404 page not found")


class Area:
    """`/engines` and `/models`: no foreign origins, and one 404 for path and method alike."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._routes = routes
        self._origins = frozenset(_allowed_origins())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = Request(scope).headers.get("origin", "")
        if origin and origin not in self._origins:
            await error_answer(403, "Origin not allowed")(scope, receive, send)
            return
        for route in self._routes:
            match, matched = route.matches(scope)
            if match is Match.FULL:
                await self._answer(route, {**scope, **matched}, receive, send)
                return
        await error_answer(404, "not found")(scope, receive, send)

    async def _answer(self, route: BaseRoute, scope: Scope, receive: Receive, send: Send) -> None:
        assert isinstance(route, Route)
        try:
            await route.app(scope, receive, send)
        except Refused as refusal:
            await error_answer(refusal.status, refusal.text)(scope, receive, send)


def _allowed_origins() -> Iterable[str]:
    # The stars are literal: no browser sends them, so a port is never allowed.
    for scheme in ("http", "https"):
        for host in ("localhost", "127.0.0.1", "0.0.0.0"):
            yield f"{scheme}://{host}"
            yield f"{scheme}://{host}:*"
