"""One running llama.cpp: its guarded process, its socket, and a client to it."""

import asyncio
import contextlib
import json
import os
import socket
import sys
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx

from ..children import Child, start_child
from .engine import READY

_KEPT_LINES = 30


class EngineFailed(Exception):
    """llama.cpp ended instead of serving; the text is what the runner would say."""


class EngineProcess:
    """A llama.cpp that is ready; made by `start_engine`."""

    def __init__(
        self,
        child: Child,
        client: httpx.AsyncClient,
        place: Path | None,
        tell: Callable[[str], None] = lambda _line: None,
    ) -> None:
        self.client = client
        """Speaks to the engine's own HTTP server; never waits with a time limit."""
        self._child, self._tell = child, tell
        self._place = place
        self._lines: deque[str] = deque(maxlen=_KEPT_LINES)
        self._ended = asyncio.Event()
        self._pump: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        return not self._ended.is_set()

    async def wait_ready(self) -> None:
        """Raises `EngineFailed` when the process ends before it serves."""
        while (line := await self._child.read_line()) != READY:
            if line is None:
                self._ended.set()
                raise EngineFailed(self.last_words())
            self._keep(line)
        self._pump = asyncio.create_task(self._keep_lines())

    async def wait_ended(self) -> None:
        await self._ended.wait()

    def last_words(self) -> str:
        """Why llama.cpp ended, in the runner's words, with its last lines of log."""
        output = "\n".join(self._lines)
        reason = next(
            (line for line in reversed(self._lines) if "failed to load model" in line),
            f"exit status {self._child.exit_status}",
        )
        return (
            "llama.cpp terminated unexpectedly: llama.cpp failed: "
            f"{reason.strip()}\n\nVerbose output:\n{output}"
        )

    async def stop(self) -> None:
        """End the engine and wait until its memory is free again."""
        try:
            await self._child.stop()
        finally:
            self._ended.set()
            if self._pump is not None:
                self._pump.cancel()
            await self.client.aclose()
            if self._place is not None:
                self._place.unlink(missing_ok=True)

    async def _keep_lines(self) -> None:
        while (line := await self._child.read_line()) is not None:
            self._keep(line)
        self._ended.set()

    def _keep(self, line: str) -> None:
        self._lines.append(line)
        self._tell(line)


async def start_engine(
    plan: Mapping[str, Any],
    place: Path,
    environment: Mapping[str, str],
    tell: Callable[[str], None] = lambda _line: None,
) -> EngineProcess:
    """Start llama.cpp for `plan` on the unix socket `place` (or loopback TCP) and wait for it.

    `tell` hears each line of its log. Raises `EngineFailed`. When the wait is cancelled, the
    process is ended.
    """
    address, transport, base = _address(place)
    command = [sys.executable, "-P", "-m", "quayside.app.core.embedded.engine"]
    # Threads that spin while they wait make a busy machine ten times slower.
    environment = {"OMP_WAIT_POLICY": "passive", **environment}
    child = await start_child([*command, json.dumps({**plan, **address})], environment)
    # A kept connection would outlive the engine's own patience and fail the next request.
    client = httpx.AsyncClient(
        transport=transport, base_url=base, timeout=None, trust_env=False, follow_redirects=False
    )
    engine = EngineProcess(child, client, place if "socket" in address else None, tell)
    try:
        await engine.wait_ready()
    except BaseException:
        with contextlib.suppress(OSError):
            await engine.stop()
        raise
    return engine


def _address(place: Path) -> tuple[dict[str, Any], httpx.AsyncHTTPTransport, str]:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    if hasattr(socket, "AF_UNIX") and os.name == "posix":
        transport = httpx.AsyncHTTPTransport(uds=str(place), limits=limits)
        return {"socket": str(place)}, transport, "http://localhost"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    transport = httpx.AsyncHTTPTransport(limits=limits)
    return {"port": port}, transport, f"http://127.0.0.1:{port}"
