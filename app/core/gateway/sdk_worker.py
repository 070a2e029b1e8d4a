"""Runs LiteLLM's own SDK and tells, in JSON lines, what it yields and when.

Run by its path with LiteLLM's interpreter, `python -I sdk_worker.py`: the standard library
and litellm alone, and a syntax that older interpreters read. Takes
`{"id", "arguments"}` and `{"cancel": id}`; tells once `{"ready": {…}}` or `{"refused": words}`,
then for each id `sent`, `opened` with headers, each `chunk`, and `end` or `error`. Times are
`time.monotonic()` in seconds, on the clock that all processes of a machine share.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.metadata
import os
import runpy
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ..json_parent import JsonParent

_LONGEST_BODY = 65536
_MOST_BEHIND = 12


def main() -> None:
    """Import LiteLLM, then serve until the parent lets go."""
    parent = runpy.run_path(str(Path(__file__).parents[1] / "json_parent.py"))["JsonParent"]()
    worker = Worker(parent)
    # Before the import, which takes seconds in which the parent may go.
    parent.listen(worker.take)
    try:
        litellm = _litellm()
        versions = {name: importlib.metadata.version(name) for name in ("litellm", "openai")}
    except BaseException as problem:
        parent.send({"refused": f"{type(problem).__name__}: {problem}"})
        raise
    asyncio.run(worker.serve(litellm.acompletion, versions))


def _litellm() -> Any:
    # Else the import fetches a price list, and reads the `.env` of a stranger's folder.
    os.environ.update(LITELLM_LOCAL_MODEL_COST_MAP="True", LITELLM_MODE="PRODUCTION")
    litellm: Any = importlib.import_module("litellm")
    litellm.suppress_debug_info = True
    litellm.telemetry = False
    return litellm


class Worker:
    """Answers several requests at once, each in a task of its own."""

    def __init__(self, parent: JsonParent) -> None:
        self._parent = parent
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._ask: Callable[..., Any] = _nobody

    def take(self, message: Mapping[str, Any]) -> None:
        """One message of the parent's, in a thread that is not the loop's."""
        assert self._loop is not None, "the parent must wait for `ready`"
        self._loop.call_soon_threadsafe(self._heed, message)

    async def serve(self, ask: Callable[..., Any], versions: Mapping[str, str]) -> None:
        """Answer with `ask`, which is `litellm.acompletion`. Never returns."""
        self._ask = ask
        self._loop = asyncio.get_running_loop()
        self._parent.send({"ready": dict(versions)})
        await self._loop.create_future()

    def _heed(self, message: Mapping[str, Any]) -> None:
        if "cancel" in message:
            task = self._tasks.get(message["cancel"])
            if task is not None:
                task.cancel()
            return
        number = message["id"]
        task = asyncio.ensure_future(self._answer(number, message["arguments"]))
        self._tasks[number] = task
        task.add_done_callback(lambda _: self._tasks.pop(number))

    async def _answer(self, number: int, arguments: Mapping[str, Any]) -> None:
        try:
            self._tell(number, sent=time.monotonic())
            answer = await self._ask(**arguments)
            opened = time.monotonic()
            if arguments.get("stream"):
                await self._stream(number, opened, answer)
            else:
                self._tell(number, opened=opened, headers=_headers(answer))
                self._tell(number, at=opened, chunk=_plain(answer))
            self._tell(number, end=time.monotonic())
        except Exception as problem:
            self._tell(number, at=time.monotonic(), error=_error(problem))

    async def _stream(self, number: int, opened: float, stream: Any) -> None:
        self._tell(number, opened=opened, headers=_headers(stream))
        try:
            async for chunk in stream:
                at = time.monotonic()
                self._tell(number, at=at, chunk=_plain(chunk))
        finally:
            # Else the engine goes on with an answer that nobody reads.
            await stream.aclose()

    def _tell(self, number: int, **news: Any) -> None:
        self._parent.send({"id": number, **news})


async def _nobody(**_: Any) -> None:
    raise AssertionError("nobody to ask before `serve`")


def _plain(chunk: Any) -> Any:
    return chunk.model_dump(mode="json", exclude_none=True)


def _headers(answer: Any) -> dict[str, str]:
    """The engine's response headers, which LiteLLM keeps with a prefix of its own."""
    hidden: Any = getattr(answer, "_hidden_params", None) or {}
    kept: Mapping[str, Any] = hidden.get("additional_headers") or {}
    prefix = "llm_provider-"
    return {
        name[len(prefix) :].lower(): str(value)
        for name, value in kept.items()
        if name.startswith(prefix)
    }


def _error(problem: BaseException) -> dict[str, Any]:
    """What the exception says, and what those behind it say: the cause is often there alone."""
    behind = list(_chain(problem))
    return {
        "class": type(problem).__name__,
        "status": getattr(problem, "status_code", None),
        "message": str(problem),
        **_engine_words(behind),
        "chain": [_link(one) for one in behind[:_MOST_BEHIND]],
    }


def _engine_words(behind: list[BaseException]) -> dict[str, Any]:
    """The engine's response, as openai's client has it; LiteLLM's own is made up."""
    for one in behind:
        response = getattr(one, "response", None)
        if type(one).__module__.startswith("openai") and response is not None:
            return {
                "status": response.status_code,
                "headers": {name.lower(): value for name, value in response.headers.items()},
                "body": response.text[:_LONGEST_BODY],
            }
    return {}


def _chain(problem: BaseException) -> Iterator[BaseException]:
    pending = [problem]
    known: set[int] = set()
    while pending:
        one = pending.pop(0)
        if id(one) in known:
            continue
        known.add(id(one))
        yield one
        pending += [next_ for next_ in (one.__cause__, one.__context__) if next_ is not None]


def _link(one: BaseException) -> dict[str, Any]:
    body = getattr(one, "body", None)
    return {
        "class": type(one).__name__,
        "words": str(one)[:_LONGEST_BODY],
        "errno": one.errno if isinstance(one, OSError) else None,
        "body": body if isinstance(body, (str, dict)) else None,
    }


if __name__ == "__main__":
    main()
