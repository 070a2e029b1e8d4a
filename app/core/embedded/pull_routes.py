"""`POST /models/create`: a real pull, of the demo model or from a registry, line by line.

The lines are those of Docker Model Runner's progress reporter; with any Accept but
exactly `application/json` they come as HTML-escaped plain text, as from the original.
"""

import asyncio
import contextlib
import html
import json
from collections.abc import AsyncGenerator
from typing import Any

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from ..failures import Failure
from ..progress import Progress
from ..runner.names import normalise, same_model
from .answers import Refused, read_object, text_field
from .hang_up import until_hang_up
from .pin import DEMO_MODEL
from .pull import ensure_model
from .pulling import Pulling
from .state import Runner
from .store import StoredModel, format_size

MOST_AT_ONCE = 2
"""Pulls; a third waits without a word, as at the original."""
_ANSWER_START = "http.response.start"


class PullEndpoint:
    """Pulls what can be pulled; refuses other names as a registry would."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._places = asyncio.Semaphore(MOST_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        reference = text_field(await read_object(request, "invalid request body"), "from")
        if not reference.strip() or " " in reference.strip():
            raise Refused(400, "Invalid model reference")
        plain = request.headers.get("accept") != "application/json"
        await until_hang_up(receive, self._pull(reference, plain, send))

    async def _pull(self, reference: str, plain: bool, send: Send) -> None:
        async with self._places:
            begun = await self._begin(reference)
            await self._send_lines(begun, plain, send)

    async def _begin(self, reference: str) -> Pulling | StoredModel:
        if self._runner.registry is not None:
            return await self._runner.registry.begin(reference)
        for model in self._runner.store.all():
            if model.is_called(reference):
                return model
        if same_model(reference, DEMO_MODEL.reference):
            return Pulling(f"sha256:{DEMO_MODEL.wheel_digest}", self._pull_demo())
        # The usual registry does not tell a missing name from a private one.
        if normalise(reference).startswith("docker.io/"):
            raise Refused(401, "Unauthorized")
        raise Refused(404, "Model not found")

    async def _pull_demo(self) -> AsyncGenerator[Progress | Failure]:
        pull = ensure_model(self._runner.cache_directory, self._runner.environment)
        async with contextlib.aclosing(pull) as steps:
            async for step in steps:
                yield step
        self._runner.add_pulled()

    async def _send_lines(self, begun: Pulling | StoredModel, plain: bool, send: Send) -> None:
        kind = b"text/plain" if plain else b"application/json"
        headers = [(b"content-type", kind), (b"cache-control", b"no-cache")]
        await send({"type": _ANSWER_START, "status": 200, "headers": headers})
        async with contextlib.aclosing(_lines(begun)) as lines:
            async for line in lines:
                shown = html.escape(line) if plain else line
                piece = shown.replace("&quot;", "&#34;").replace("&#x27;", "&#39;") + "\n"
                body = {"type": "http.response.body", "body": piece.encode(), "more_body": True}
                await send(body)
        await send({"type": "http.response.body", "body": b""})


async def _lines(begun: Pulling | StoredModel) -> AsyncGenerator[str]:
    if isinstance(begun, StoredModel):
        yield _line("success", f"Using cached model: {format_size(begun.size)}")
        return
    async with contextlib.aclosing(begun.steps) as steps:
        async for step in steps:
            if isinstance(step, Failure):
                yield _line("error", f"Error: {step.summary} {step.seen}")
                # The original answers a late failure with a bare line of text as well.
                yield f"error while pulling model: {step.summary}"
                return
            yield _progress(step, begun.layer)
    yield _line("success", "Model pulled successfully")


def _progress(step: Progress, layer_id: str) -> str:
    layer = {
        "id": layer_id,
        "size": step.total,
        "current": step.done,
    }
    return _line("progress", f"Downloaded: {step.done / (1 << 20):.2f} MB", step.total, layer)


def _line(kind: str, message: str, total: int = 0, layer: dict[str, Any] | None = None) -> str:
    line = {
        "type": kind,
        "message": message,
        "total": total,
        "layer": layer or {"size": 0, "current": 0},
        "mode": "pull",
    }
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))
