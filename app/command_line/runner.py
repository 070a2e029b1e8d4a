"""`quayside runner`: the embedded runner in the foreground; its base URL is the only data."""

import asyncio
import os

from ..core.embedded.process import EmbeddedRunner
from ..core.failures import Failure
from ..core.locations import cache_directory
from .arguments import Arguments
from .console import Console
from .demo_options import runner_options
from .stage import process_console


def run(arguments: Arguments) -> int:
    """130 after Ctrl-C, which is how it ends; 1 when it could not start."""
    return asyncio.run(_run(arguments))


async def _run(arguments: Arguments) -> int:
    environment = dict(os.environ)
    runner = EmbeddedRunner(cache_directory(environment), environment)
    return await serve(runner, arguments, process_console())


async def serve(runner: EmbeddedRunner, arguments: Arguments, console: Console) -> int:
    """Start the runner, say its base, and wait to be interrupted."""
    try:
        async for step in runner.start(runner_options(arguments)):
            if isinstance(step, Failure):
                console.failure(step)
                return 1
            console.progress(step)
        console.line(runner.base)
        console.note("Serving until Ctrl-C.")
        await asyncio.Event().wait()
    finally:
        await runner.stop()
    return 0
