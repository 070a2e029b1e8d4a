"""Pulls a model by a runner: progress as it comes, again where the way broke, a word at the end."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field

import httpx

from ..failures import Failure
from ..lanes import Lane, Path
from ..secret import Secret
from ..wire.address import EngineAddress
from .exchange import Exchange, is_page
from .failing import failure_of
from .pull_failures import (
    broken,
    is_passing,
    late_failure,
    refused,
)
from .pull_lines import LineKind, PullLine, PullState, read_line
from .pull_rate import PullRate

PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds before the next try, after a 502, 503, 504 or a broken connection: as Docker's CLI."""
PATIENCE = httpx.Timeout(connect=10.0, read=120.0, write=10.0, pool=10.0)
"""A third pull waits without a word until one of the two before it has ended."""
LONGEST_LINE = 1_000_000
"""Bytes without a line feed; more is no pull."""


@dataclass(frozen=True, slots=True)
class PullProgress:
    """How far it has come. `speed` is bytes a second; `seconds_left` None where nobody knows."""

    state: PullState
    speed: float = 0.0
    seconds_left: float | None = None
    note: str = ""
    """Why it goes on anew, such as `connection lost; again in 2 s`."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """It is in the runner's store; `message` is the runner's own."""

    message: str
    warnings: tuple[str, ...] = ()


PullStep = PullProgress | Pulled | Failure


@dataclass(slots=True, kw_only=True)
class Pull:
    """One model, by one runner. Leaving the steps early hangs up, which cancels the pull there;
    what has come stays, and the next pull of the model goes on from it."""

    address: EngineAddress
    model: str
    client: httpx.AsyncClient
    token: Secret = field(default_factory=Secret)
    """Hugging Face's, sent for models of `hf.co/` alone."""
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def steps(self) -> AsyncGenerator[PullStep]:
        """Progress, then `Pulled` or a `Failure`."""
        state, rate = PullState(), PullRate(self.clock)
        for pause in (*PAUSES, None):
            ending: Pulled | Failure | None = None
            async with aclosing(self._try(state)) as lines:
                async for step in lines:
                    if isinstance(step, PullState):
                        yield self._progress(step, rate)
                    else:
                        ending = step
            assert ending is not None
            if isinstance(ending, Pulled) or pause is None or not is_passing(ending):
                yield ending
                return
            yield self._progress(state, rate, f"{ending.summary}; again in {pause:g} s")
            await self.sleep(pause)

    async def _try(self, state: PullState) -> AsyncGenerator[PullState | Pulled | Failure]:
        url = self.address.runner_url("/models/create")
        headers = {"accept": "application/json", "content-type": "application/json"}
        try:
            async with self.client.stream(
                "POST", url, content=self._body(), headers=headers, timeout=PATIENCE
            ) as response:
                if response.status_code != 200 or is_page(response.headers):
                    body = (await response.aread())[:LONGEST_LINE]
                    yield self._refused(url, response.status_code, body)
                    return
                async with aclosing(self._read(response, state, url)) as steps:
                    async for step in steps:
                        yield step
        except (httpx.HTTPError, OSError) as problem:
            yield broken(self.model, url, problem)

    async def _read(
        self, response: httpx.Response, state: PullState, url: str
    ) -> AsyncGenerator[PullState | Pulled | Failure]:
        last: PullLine | None = None
        errors: list[str] = []
        async for text in _lines(response):
            if (line := read_line(text)) is None:
                continue
            last = line
            state.take(line)
            if line.kind in (LineKind.ERROR, LineKind.BARE):
                errors.append(line.message)
            yield state
        if last is not None and last.kind is LineKind.SUCCESS:
            yield Pulled(last.message, tuple(state.warnings))
        else:
            yield late_failure(self.model, url, errors)

    def _refused(self, url: str, status: int, body: bytes) -> Failure:
        if status != 200:
            return refused(self.model, url, status, body)
        page = Exchange(method="POST", url=url, status=status, body=body)
        return failure_of(Lane(Path.SDK, self.model, self.address.given), page)

    def _body(self) -> bytes:
        asked = {"from": self.model}
        if self.token.reveal() and self.model.startswith(("hf.co/", "huggingface.co/")):
            asked["bearer-token"] = self.token.reveal()
        return json.dumps(asked).encode()

    def _progress(self, state: PullState, rate: PullRate, note: str = "") -> PullProgress:
        speed = rate.after(state.done)
        left = (state.total - state.done) / speed if speed and state.total else None
        return PullProgress(state, speed, left, note)


async def _lines(response: httpx.Response) -> AsyncIterator[str]:
    """Lines, bounded: httpx's own would hold one without an end."""
    held = b""
    async for piece in response.aiter_bytes():
        *whole, held = (held + piece).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace")
        if len(held) > LONGEST_LINE:
            break
    if held:
        yield held[:LONGEST_LINE].decode("utf-8", "replace")
