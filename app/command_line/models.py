"""`quayside models` and `quayside ps`: a runner's store and its memory, for people and scripts."""

import asyncio
import os
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from ..core.failures import Failure
from ..core.lanes import Path
from ..core.runner.failing import RunnerApiError
from ..core.runner.found import Found
from ..core.runner.model_store import ModelStore
from ..core.runner.other_server import is_no_runner, listed_models, other_server
from ..core.runner.snapshot import RunnerSnapshot, take_snapshot
from ..core.settings import FROM_DEFAULT
from ..core.wire.address import EngineAddress, parse_engine_base
from ..core.wire.connections import open_client
from .arguments import Arguments
from .console import Console
from .documents import dumps
from .models_document import memory_document, model_document, models_document
from .models_text import details_text, memory_text, models_text
from .stage import discovered, process_console, settings_for


@dataclass(frozen=True, slots=True)
class Counter:
    """Where a command about models works: one runner, and what to say things on."""

    address: EngineAddress
    client: httpx.AsyncClient
    arguments: Arguments
    console: Console
    environment: Mapping[str, str]

    async def snapshot(self) -> RunnerSnapshot:
        """Raises `RunnerApiError` where no runner answers."""
        taken = await take_snapshot(self.address, self.client)
        if taken.failure is not None:
            raise RunnerApiError(taken.failure)
        return taken

    async def other(self) -> Found | None:
        """What listens here instead of a runner, where that is known."""
        return await other_server(self.address, open_client)


def run(arguments: Arguments) -> int:
    """0 when done, 1 when the runner did not do it."""
    return asyncio.run(_run(arguments))


async def _run(arguments: Arguments) -> int:
    async with _counter(arguments) as counter:
        return await serve(counter)


async def serve(counter: Counter) -> int:
    """Carry out the command; a failure is told, and is status 1."""
    try:
        return await _carry_out(counter)
    except RunnerApiError as problem:
        return await _without_runner(counter, problem.failure)
    finally:
        counter.console.clear()


async def _without_runner(counter: Counter, failure: Failure) -> int:
    """A server that is no runner has its models listed all the same."""
    found = await counter.other()
    if found is None:
        counter.console.failure(failure)
        return 1
    if counter.arguments.command == "ps" or counter.arguments.action not in ("", "list"):
        counter.console.failure(is_no_runner(found, failure))
        return 1
    _say_models(counter, await listed_models(counter.address, counter.client))
    counter.console.note(f"{found.title} is no runner: it tells the names of its models alone")
    return 0


async def _carry_out(counter: Counter) -> int:
    arguments = counter.arguments
    match arguments.action:
        case "" | "list":
            return await _tell(counter)
        case "inspect":
            return await _inspect(counter)
        case _:
            from .models_acts import act

            return await act(counter)


async def _tell(counter: Counter) -> int:
    taken, base, now = await counter.snapshot(), counter.address.given, time.time()
    if counter.arguments.command != "ps":
        _say_models(counter, taken)
    elif counter.arguments.json:
        counter.console.line(dumps(memory_document(taken, base, now)))
    else:
        counter.console.line(memory_text(taken, now))
    return 0


def _say_models(counter: Counter, taken: RunnerSnapshot) -> None:
    if counter.arguments.json:
        counter.console.line(dumps(models_document(taken, counter.address.given)))
    else:
        counter.console.line(models_text(taken))


async def _inspect(counter: Counter) -> int:
    store = ModelStore(counter.address, counter.client)
    details = await store.details(counter.arguments.model or "")
    if counter.arguments.json:
        counter.console.line(dumps(model_document(details, counter.address.given)))
    else:
        counter.console.line(details_text(details))
    return 0


@asynccontextmanager
async def _counter(arguments: Arguments) -> AsyncGenerator[Counter]:
    environment = dict(os.environ)
    settings = settings_for(arguments, environment)
    if settings.api_base.source == FROM_DEFAULT:
        settings = await discovered(settings, environment)
    address = parse_engine_base(settings.base_for(Path.SDK))
    async with open_client(address) as client:
        yield Counter(address, client, arguments, process_console(), environment)
