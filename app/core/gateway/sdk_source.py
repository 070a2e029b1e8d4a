"""Answers by the real LiteLLM SDK, in one child process for all lanes."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path

from ..events import Event, Failed, Phase, PhaseEntered
from ..failures import Failure
from ..lanes import Lane, Message
from ..wire.causes import explain_exception
from .environment import LiteLLMInstall, available_litellm
from .sdk_process import SdkProcess, start_sdk
from .sdk_reply import SdkReading
from .sdk_request import SdkRequest, sdk_request
from .sdk_start_failures import explain_closed, explain_missing

StartSdk = Callable[[LiteLLMInstall, Mapping[str, str]], Awaitable[SdkProcess | Failure]]


class LiteLLMSource:
    """A `ReplySource`. The child is started by the first reply, and anew where it has ended."""

    def __init__(
        self,
        environment: Mapping[str, str],
        data_directory: Path,
        *,
        raw: bool = False,
        start: StartSdk = start_sdk,
    ) -> None:
        """`raw` tells each chunk as `BytesReceived` too: one line of JSON, as LiteLLM gave it."""
        self._environment = environment
        self._data_directory = data_directory
        self._raw = raw
        self._start_sdk = start
        self._starting: asyncio.Task[SdkProcess | Failure] | None = None

    async def reply(self, lane: Lane, messages: Sequence[Message]) -> AsyncGenerator[Event, None]:
        """Stream one answer; ends with exactly one of `Finished` and `Failed`.

        Times are the child's own, taken as LiteLLM yields. `HeadersReceived` comes when
        LiteLLM returns the stream, with the headers that it kept.
        """
        yield PhaseEntered(time.monotonic(), Phase.CONNECTING)
        try:
            request = sdk_request(lane, messages, self._environment)
        except ValueError as problem:
            yield Failed(time.monotonic(), explain_exception(lane, None, problem))
            return
        process = await self._ready()
        if isinstance(process, Failure):
            yield Failed(time.monotonic(), process)
            return
        async with aclosing(self._answer(process, lane, request)) as events:
            async for event in events:
                yield event

    async def close(self) -> None:
        """End the child; replies that still run end as failures."""
        starting, self._starting = self._starting, None
        if starting is None:
            return
        starting.cancel()
        await asyncio.wait({starting})
        if not starting.cancelled() and isinstance(process := starting.result(), SdkProcess):
            await process.stop()

    async def _answer(
        self, process: SdkProcess, lane: Lane, request: SdkRequest
    ) -> AsyncGenerator[Event, None]:
        reading = SdkReading(lane, request.wire, raw=self._raw)
        async with aclosing(process.ask(request.arguments)) as calls:
            async for news in calls:
                for event in reading.take(news):
                    yield event
        if reading.outcome is None:
            yield Failed(time.monotonic(), await process.failure([lane.key]))
        else:
            yield reading.outcome

    async def _ready(self) -> SdkProcess | Failure:
        """One start for all who wait; a reader who leaves does not end it for the others."""
        if self._starting is None or _is_over(self._starting):
            self._starting = asyncio.create_task(self._start())
        starting = self._starting
        await asyncio.wait({starting})
        return explain_closed() if starting.cancelled() else starting.result()

    async def _start(self) -> SdkProcess | Failure:
        # It looks at many files, and at what it finds before anything of it is run.
        install = await asyncio.to_thread(
            available_litellm, self._environment, self._data_directory
        )
        if install is None:
            return explain_missing()
        return await self._start_sdk(install, self._environment)


def _is_over(starting: "asyncio.Task[SdkProcess | Failure]") -> bool:
    if not starting.done():
        return False
    if starting.cancelled():
        return True
    process = starting.result()
    return isinstance(process, Failure) or process.ended
