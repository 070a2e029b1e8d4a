"""`GET /logs`: the runner's own lines and its engines', merged, with stamps as Go writes them."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from .answers import error_answer
from .hang_up import until_hang_up

KEPT = 5000
_SUBSCRIBER_BUFFER = 1000
_BOOLEANS = {"true": True, "1": True, "t": True, "false": False, "0": False, "f": False, "": False}


@dataclass(frozen=True, slots=True)
class LogLine:
    stamp: str
    text: str
    of_engine: bool

    def to_bytes(self) -> bytes:
        return f"[{self.stamp}] {self.text}\n".encode("utf-8", "replace")


class RunnerLog:
    """The last lines, and those who follow them."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._lines: deque[LogLine] = deque(maxlen=KEPT)
        self._followers: set[asyncio.Queue[LogLine]] = set()

    def write(self, text: str, *, of_engine: bool = False) -> None:
        """Whoever reads too slowly loses lines, and holds nobody up."""
        stamp = self._now().strftime("%Y-%m-%dT%H:%M:%S.%f000Z")
        line = LogLine(stamp, text, of_engine)
        self._lines.append(line)
        for queue in self._followers:
            if not queue.full():
                queue.put_nowait(line)

    def lines(self) -> list[LogLine]:
        return list(self._lines)

    def follow(self) -> asyncio.Queue[LogLine]:
        queue: asyncio.Queue[LogLine] = asyncio.Queue(_SUBSCRIBER_BUFFER)
        self._followers.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[LogLine]) -> None:
        self._followers.discard(queue)


class LogEndpoint:
    """Options as of docker/model-runner, `pkg/logs`: `follow` and `no-engines`."""

    def __init__(self, log: RunnerLog) -> None:
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = Request(scope).query_params
        options: dict[str, bool] = {}
        for name in ("follow", "no-engines"):
            value = _BOOLEANS.get(query.get(name, "").lower())
            if value is None:
                refusal = error_answer(400, f'invalid value for "{name}"')
                await refusal(scope, receive, send)
                return
            options[name] = value
        await until_hang_up(receive, self._send(options["follow"], options["no-engines"], send))

    async def _send(self, follow: bool, without_engines: bool, send: Send) -> None:
        queue = self._log.follow()
        try:
            headers = [(b"content-type", b"text/plain; charset=utf-8")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            wanted = [one for one in self._log.lines() if not (without_engines and one.of_engine)]
            await _send_piece(send, b"".join(one.to_bytes() for one in wanted), more=follow)
            while follow:
                line = await queue.get()
                if not (without_engines and line.of_engine):
                    await _send_piece(send, line.to_bytes(), more=True)
        finally:
            self._log.leave(queue)


async def _send_piece(send: Send, piece: bytes, *, more: bool) -> None:
    await send({"type": "http.response.body", "body": piece, "more_body": more})
