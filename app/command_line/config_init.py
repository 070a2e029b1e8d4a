"""`quayside config init`: a good `config.yaml` from the models that runners here have."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from urllib.parse import urlsplit

from ..core.embedded.process import EmbeddedRunner
from ..core.failures import Failure
from ..core.gateway.config_offer import config_text, entries_for
from ..core.locations import cache_directory
from ..core.runner.candidates import Candidate, candidates
from ..core.runner.discovery import discover
from ..core.runner.found import Found, FoundKind
from .arguments import Arguments
from .console import Console
from .demo_options import runner_options
from .problems import UsageError

Search = Callable[[list[Candidate]], AsyncIterator[Found]]
_NAME = "config.yaml"


def run_init(
    arguments: Arguments,
    console: Console,
    search: Search = discover,
    runner: EmbeddedRunner | None = None,
) -> int:
    """0 when a file was written, 1 when no runner has a model. Never overwrites."""
    file = Path(arguments.file).expanduser() if arguments.file else None
    if file is not None and file.exists():
        raise UsageError(f"{file} is there already; give another name, or none for stdout")
    if arguments.demo:
        found = asyncio.run(_of_demo(arguments, console, search, runner))
    else:
        found = asyncio.run(_found(search, _places(arguments)))
    if found is None:
        return 1
    return _offer(found, file, console, demo=arguments.demo)


def _places(arguments: Arguments) -> list[Candidate]:
    return [Candidate(arguments.base, "flag --base")] if arguments.base else candidates(os.environ)


def _offer(found: list[Found], file: Path | None, console: Console, *, demo: bool) -> int:
    runners = [server for server in found if server.kind is FoundKind.RUNNER]
    entries = entries_for((one.base, model.display) for one in runners for model in one.models)
    if not entries:
        _say_why(found, console)
        return 1
    text = config_text(entries, file.name if file else _NAME)
    if file is None:
        console.write(text)
    else:
        _write(file, text)
        console.note(f"{file} serves {', '.join(entry.model_name for entry in entries)}")
    if demo:
        port = urlsplit(runners[0].base).port
        console.note(f"Its runner has ended; start it again: quayside runner --port {port}")
    return 0


async def _of_demo(
    arguments: Arguments, console: Console, search: Search, runner: EmbeddedRunner | None
) -> list[Found] | None:
    """What the embedded runner has; None where it cannot start, which is said."""
    environment = dict(os.environ)
    runner = runner or EmbeddedRunner(cache_directory(environment), environment)
    try:
        async for step in runner.start(runner_options(arguments)):
            if isinstance(step, Failure):
                console.failure(step)
                return None
            console.progress(step)
        return await _found(search, [Candidate(runner.base, "--demo")])
    finally:
        await runner.stop()


async def _found(search: Search, places: list[Candidate]) -> list[Found]:
    return [server async for server in search(places)]


def _say_why(found: list[Found], console: Console) -> None:
    if found:
        console.note("No runner that was found has a model: docker model pull ai/smollm2")
    else:
        console.note("No runner was found: quayside doctor says why, quayside demo brings its own")


def _write(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as problem:
        raise UsageError(f"not written: {problem}") from problem
