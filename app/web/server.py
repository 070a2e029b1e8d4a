"""Serves the workbench to browsers on this machine, a process of it for each tab."""

import shlex
import socket
from collections.abc import Callable, Sequence

from aiohttp import web
from textual_serve.server import Server

from .gate import Gate

MOST_TABS = 8
"""At one time; each of them is a workbench with lanes of its own."""


class WorkbenchServer(Server):
    """textual-serve's server behind a gate; it says nothing and logs nothing."""

    def __init__(self, command: Sequence[str], gate: Gate) -> None:
        # Without `exec`, a shell would stand between the server and what it has to end.
        line = f"exec {shlex.join(command)}"
        super().__init__(line, title="Quayside", public_url=gate.origin)  # pyright: ignore[reportUnknownMemberType]
        self._gate = gate
        self._tabs = 0

    async def application(self) -> web.Application:
        """aiohttp's application, with the gate before all of its routes."""
        application = await self._make_app()
        application.middlewares.append(self._gate.guard)
        return application

    async def on_startup(self, app: web.Application) -> None:
        """What there is to say, the command line says."""

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        if self._tabs >= MOST_TABS:
            raise web.HTTPServiceUnavailable(text=f"{MOST_TABS} tabs are open; close one.\n")
        self._tabs += 1
        try:
            return await super().handle_websocket(request)
        finally:
            self._tabs -= 1


def serve(command: Sequence[str], port: int, tell: Callable[[str], None]) -> None:
    """Serve `command` on 127.0.0.1 until interrupted; `tell` hears the address to open.

    Port 0 takes a free one. Raises `OSError` where the port is taken.
    """
    with socket.create_server(("127.0.0.1", port)) as listener:
        gate = Gate(listener.getsockname()[1])
        tell(gate.address)
        server = WorkbenchServer(command, gate)
        web.run_app(server.application(), sock=listener, print=None, access_log=None)
