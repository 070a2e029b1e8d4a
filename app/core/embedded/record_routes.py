"""`GET /engines/requests`: the recorder as JSON, or as a stream of events."""

import json
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from .answers import json_answer
from .hang_up import until_hang_up
from .state import Runner
from .store import ModelNotFound


def record_routes(runner: Runner) -> Sequence[BaseRoute]:
    return [Route("/engines/requests", RecordsEndpoint(runner), methods=["GET"])]


class RecordsEndpoint:
    """The stream's `model` filter compares raw spellings, the list's resolves them."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        model = request.query_params.get("model", "")
        if request.headers.get("accept") == "text/event-stream":
            existing = request.query_params.get("include_existing") == "true"
            await until_hang_up(receive, self._stream(model, existing, send))
        else:
            shown = self._runner.recorder.all(self._identity(model))
            await json_answer(shown)(scope, receive, send)

    async def _stream(self, model: str, existing: bool, send: Send) -> None:
        recorder = self._runner.recorder
        queue = recorder.subscribe()
        try:
            headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-cache")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            for one in recorder.single(self._identity(model)) if existing else []:
                await _send_event(send, "existing_request", one)
            await _send_event(send, "connected", {"status": "connected"})
            while True:
                news = await queue.get()
                if model in ("", news[0]["model"]):
                    await _send_event(send, "new_request", news)
        finally:
            recorder.unsubscribe(queue)

    def _identity(self, reference: str) -> str:
        try:
            return self._runner.store.find(reference).identity if reference else ""
        except ModelNotFound:
            return reference


async def _send_event(send: Send, name: str, data: Any) -> None:
    text = f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
