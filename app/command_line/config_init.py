"""`quayside config init`: a good `config.yaml` from the models that runners here have."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from ..core.gateway.config_offer import config_text, entries_for
from ..core.runner.candidates import Candidate, candidates
from ..core.runner.discovery import discover
from ..core.runner.found import Found, FoundKind
from .arguments import Arguments
from .console import Console
from .problems import UsageError

Search = Callable[[list[Candidate]], AsyncIterator[Found]]
_NAME = "config.yaml"


def run_init(arguments: Arguments, console: Console, search: Search = discover) -> int:
    """0 when a file was written, 1 when no runner has a model. Never overwrites."""
    file = Path(arguments.file).expanduser() if arguments.file else None
    if file is not None and file.exists():
        raise UsageError(f"{file} is there already; give another name, or none for stdout")
    places = candidates(os.environ)
    if arguments.base:
        places = [Candidate(arguments.base, "flag --base")]
    found = asyncio.run(_found(search, places))
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
    return 0


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
