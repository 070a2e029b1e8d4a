"""Pulls a model by a runner: progress as it comes, again where the way broke, a word at the end."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field

import httpx

from ..failures import Failure
from ..lanes import Lane, Path
from ..secret import Secret
from ..wire.address import EngineAddress
from ..wire.unpacking import beginning, unpacked
from .exchange import Exchange, answered, is_page
from .failing import SHOWN, failure_of, oversized
from .pull_failures import broken, is_known, is_loss, is_passing, late_failure, refused
from .pull_lines import LineKind, PullLine, PullState, keep_word, read_line
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
                    body = await beginning(response, SHOWN)
                    yield self._refused(answered("POST", url, response, body))
                    return
                async with aclosing(self._read(response, state, url)) as steps:
                    async for step in steps:
                        yield step
        except (httpx.HTTPError, OSError) as problem:
            yield self._broken(url, problem)

    async def _read(
        self, response: httpx.Response, state: PullState, url: str
    ) -> AsyncGenerator[PullState | Pulled | Failure]:
        last: PullLine | None = None
        errors: list[str] = []
        broke: Failure | None = None
        async with aclosing(_lines(response)) as lines:
            try:
                async for text in lines:
                    if (line := read_line(text)) is None:
                        continue
                    last = line
                    state.take(line)
                    if line.kind in (LineKind.ERROR, LineKind.BARE):
                        keep_word(errors, line.message)
                    yield state
            except LineTooLong as problem:
                broke = oversized(url, str(problem), "POST")
            except httpx.HTTPError as problem:
                broke = self._broken(url, problem)
        if last is not None and last.kind is LineKind.SUCCESS:
            yield Pulled(last.message, tuple(state.warnings))
        else:
            yield broke or late_failure(self.model, url, errors)

    def _refused(self, answer: Exchange) -> Failure:
        told = failure_of(self._lane, answer)
        if not is_known(answer.status) or told.kind == "tls-expected":
            return told
        return refused(self.model, answer.url, answer.status, answer.body)

    def _broken(self, url: str, problem: Exception) -> Failure:
        told = failure_of(self._lane, Exchange(method="POST", url=url, error=problem))
        return broken(self.model, url, problem) if is_loss(told) else told

    @property
    def _lane(self) -> Lane:
        return Lane(Path.SDK, self.model, self.address.given)

    def _body(self) -> bytes:
        asked = {"from": self.model}
        if self.token.reveal() and self.model.startswith(("hf.co/", "huggingface.co/")):
            asked["bearer-token"] = self.token.reveal()
        return json.dumps(asked).encode()

    def _progress(self, state: PullState, rate: PullRate, note: str = "") -> PullProgress:
        speed = rate.after(state.done)
        left = (state.total - state.done) / speed if speed and state.total else None
        return PullProgress(state, speed, left, note)


class LineTooLong(ValueError):
    """What comes has no line ends: it is no pull."""


async def _lines(response: httpx.Response) -> AsyncGenerator[str]:
    """Lines, bounded: httpx's own would hold one without an end. Raises `LineTooLong`."""
    held = b""
    async with aclosing(unpacked(response)) as pieces:
        async for piece in pieces:
            *whole, held = (held + piece).split(b"\n")
            for line in whole:
                yield line.decode("utf-8", "replace")
            if len(held) > LONGEST_LINE:
                raise LineTooLong(f"one line is longer than {LONGEST_LINE} bytes")
    if held:
        yield held.decode("utf-8", "replace")
