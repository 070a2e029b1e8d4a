"""`quayside litellm`: the environment in which the real LiteLLM lives, apart from ours."""

import asyncio
import os
from collections.abc import Mapping

from ... import __version__
from ..core.failures import Failure
from ..core.gateway.environment import (
    PINNED_VERSION,
    LiteLLMInstall,
    LiteLLMStatus,
    environment_directory,
    litellm_status,
    make_environment,
    remove_environment,
)
from ..core.locations import data_directory
from ..core.wire.jsontext import JsonObject
from .arguments import Arguments
from .console import Console
from .documents import dumps
from .stage import process_console

SCHEMA = "quayside/litellm/1"


def run(arguments: Arguments) -> int:
    """0 when done; 1 when the installation failed."""
    console, environment = process_console(), dict(os.environ)
    if arguments.action == "install":
        return asyncio.run(install(environment, console))
    if arguments.action == "remove":
        return asyncio.run(remove(environment, console))
    return status(environment, console, arguments.json)


def status(environment: Mapping[str, str], console: Console, as_json: bool) -> int:
    """Say which LiteLLM would run, which were refused and why."""
    known = litellm_status(environment, data_directory(environment))
    console.line(dumps(_document(known)) if as_json else _words(known))
    return 0


async def install(environment: Mapping[str, str], console: Console) -> int:
    """Make the environment; harmless when it is there."""
    directory = environment_directory(data_directory(environment))
    async for step in make_environment(directory, environment):
        if isinstance(step, Failure):
            console.failure(step)
            return 1
        console.progress(step)
    console.note(f"LiteLLM {PINNED_VERSION} is ready in {directory}")
    return 0


async def remove(environment: Mapping[str, str], console: Console) -> int:
    """Delete what Quayside made; a LiteLLM of the user's own is never touched."""
    directory = environment_directory(data_directory(environment))
    removed = await remove_environment(directory)
    console.note(f"removed {directory}" if removed else f"nothing to remove in {directory}")
    return 0


def _words(known: LiteLLMStatus) -> str:
    used = known.on_path or known.made
    lines = [
        f"would run  {_install_words(used) if used else 'none; it is made on first use'}",
        f"on PATH    {_install_words(known.on_path) if known.on_path else 'none that is safe'}",
        f"made       {known.state}, {known.directory}",
    ]
    lines += [
        f"refused    {refusal.version} {refusal.script}: {refusal.reason}"
        for refusal in known.refused
    ]
    return "\n".join(lines)


def _install_words(install: LiteLLMInstall) -> str:
    return f"LiteLLM {install.version}, {' '.join(install.command)}"


def _document(known: LiteLLMStatus) -> JsonObject:
    return {
        "schema": SCHEMA,
        "quayside": __version__,
        "pinned_version": PINNED_VERSION,
        "on_path": _install(known.on_path),
        "made": _install(known.made),
        "state": known.state.value,
        "directory": str(known.directory),
        "refused": [
            {"script": str(one.script), "version": one.version, "reason": one.reason}
            for one in known.refused
        ],
    }


def _install(install: LiteLLMInstall | None) -> JsonObject | None:
    if install is None:
        return None
    return {"version": install.version, "command": list(install.command)}
