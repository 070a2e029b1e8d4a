"""LiteLLM's SDK in a child process: calls go out, news of each come back by its number."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from itertools import count
from pathlib import Path

from ..failures import Failure
from ..json_child import JsonChild
from ..lanes import JsonValue
from ..secret import Secret
from .environment import LiteLLMInstall
from .process_failures import Start
from .sdk_start_failures import explain_end, explain_refusal, explain_silence, explain_system

START_SECONDS = 180.0
_WORKER = Path(__file__).with_name("sdk_worker.py")
# Would have LiteLLM say too much for the few lines that are kept.
_UNWANTED = frozenset(("LITELLM_LOG", "DEBUG", "DETAILED_DEBUG"))

News = Mapping[str, JsonValue]
"""What the worker tells of one call; see `sdk_worker.py`."""


class SdkProcess:
    """A worker that has imported LiteLLM; made by `start_sdk`."""

    def __init__(self, child: JsonChild, command: Sequence[str]) -> None:
        self._child = child
        self._command = tuple(command)
        self._numbers = count()
        self._waiting: dict[JsonValue, asyncio.Queue[News | None]] = {}
        self._routing = asyncio.create_task(self._route())

    @property
    def ended(self) -> bool:
        return self._routing.done()

    async def ask(self, arguments: Mapping[str, JsonValue]) -> AsyncGenerator[News, None]:
        """The news of one call, to its `end` or `error`; to its last words where the worker ended.

        Closing the generator cancels the call, and with it the engine's work.
        """
        number, settled = next(self._numbers), False
        queue = self._waiting[number] = asyncio.Queue()
        if self.ended:
            queue.put_nowait(None)
        try:
            await self._child.send({"id": number, "arguments": dict(arguments)})
            while not settled and (news := await queue.get()) is not None:
                settled = "end" in news or "error" in news
                yield news
        finally:
            del self._waiting[number]
            if not settled:
                await self._child.send({"cancel": number})

    async def failure(self, secrets: Sequence[Secret]) -> Failure:
        """Why the worker has ended, with its last words, in which `secrets` are masked."""
        await self._child.stop()
        start = Start(self._command, self._child.lines, secrets)
        return explain_end(start, self._child.exit_status)

    async def stop(self) -> None:
        """End the worker; calls that still run get no more news."""
        await self._child.stop()
        await asyncio.wait({self._routing})

    async def _route(self) -> None:
        while (news := await self._child.receive()) is not None:
            queue = self._waiting.get(news.get("id"))
            if queue is not None:
                queue.put_nowait(news)
        for queue in self._waiting.values():
            queue.put_nowait(None)


async def start_sdk(
    install: LiteLLMInstall, environment: Mapping[str, str]
) -> SdkProcess | Failure:
    """Start the worker and wait until it has imported LiteLLM, which takes seconds."""
    command = (str(install.python), "-I", "-X", "utf8", str(_WORKER))
    kept = {name: value for name, value in environment.items() if name not in _UNWANTED}
    try:
        child = await JsonChild.start(command, kept)
    except OSError as problem:
        return explain_system(Start(command, (), ()), problem)
    ready = False
    try:
        async with asyncio.timeout(START_SECONDS):
            first = await child.receive()
        ready = first is not None and "ready" in first
    except TimeoutError:
        await child.stop()
        return explain_silence(Start(command, child.lines, ()), START_SECONDS)
    finally:
        if not ready:
            await child.stop()
    if ready:
        return SdkProcess(child, command)
    refused = str((first or {}).get("refused", ""))
    start = Start(command, child.lines, ())
    return explain_refusal(start, refused) if refused else explain_end(start, child.exit_status)
