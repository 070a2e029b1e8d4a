import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

Piece = bytes | asyncio.Event | Exception
"""What a scripted body does next: give bytes, wait for an event, or break."""


def chunk(content: str | None = None, finish: str | None = None, **more: Any) -> bytes:
    """One event of a stream, as llama.cpp writes it."""
    delta = {} if content is None else {"content": content}
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return event({"choices": [choice], "model": "ai/smollm2", **more})


def event(data: Any) -> bytes:
    return f"data: {json.dumps(data)}\n\n".encode()


DONE = b"data: [DONE]\n\n"


@dataclass
class ScriptedBody(httpx.AsyncByteStream):
    pieces: Sequence[Piece]
    ended: bool = False
    closed: bool = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            if isinstance(piece, bytes):
                yield piece
            elif isinstance(piece, Exception):
                raise piece
            else:
                await piece.wait()
        self.ended = True

    async def aclose(self) -> None:
        self.closed = True


@dataclass
class Answer:
    """One scripted response; `before` holds the headers back until it is set."""

    pieces: Sequence[Piece] = ()
    status: int = 200
    headers: Sequence[tuple[str, str]] = (("content-type", "text/event-stream"),)
    before: asyncio.Event | None = None
    error: Exception | None = None


@dataclass
class EngineTransport(httpx.AsyncBaseTransport):
    """A scripted engine: answers in order, the last one for ever; keeps what it was sent."""

    answers: Sequence[Answer] = ()
    requests: list[httpx.Request] = field(default_factory=list)
    bodies: list[ScriptedBody] = field(default_factory=list)
    cancelled: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        answer = self.answers[min(len(self.requests), len(self.answers) - 1)]
        self.requests.append(request)
        self.arrived.set()
        await self._hold(answer)
        if answer.error is not None:
            raise answer.error
        body = ScriptedBody(answer.pieces)
        self.bodies.append(body)
        return httpx.Response(answer.status, headers=list(answer.headers), stream=body)

    async def _hold(self, answer: Answer) -> None:
        if answer.before is None:
            return
        try:
            await answer.before.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise

    def for_any(self) -> Callable[[Any], httpx.AsyncBaseTransport]:
        """For `EngineClient(transport_for=…)`: this transport for every address."""
        return lambda address: self


def answering(*texts: str, finish: str = "stop") -> EngineTransport:
    """An engine that always streams these texts and ends well."""
    pieces = [chunk(text) for text in texts] + [chunk(finish=finish), DONE]
    return EngineTransport([Answer(pieces)])
