"""The runner's own process: `python -m quayside.app.core.embedded --cache DIRECTORY`.

Prints one JSON line on standard output once it serves; lines for people go to standard
error. Ends on SIGTERM, its engines with it.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from ..runner.names import display
from .catalogue import Catalogue
from .gguf import NotGguf
from .options import EngineOption, parse_engine, parse_registry
from .pin import DEMO_MODEL
from .pull import is_pulled
from .server import make_application
from .state import Runner, make_runner, name_of
from .store import read_model

FIRST_PORT = 22088
_PORTS_TRIED = 100


def main(words: Sequence[str] | None = None) -> int:
    """Serve until ended; 1 with a line of reason where that cannot begin."""
    arguments = _arguments().parse_args(words)
    try:
        listener = listen(arguments.port)
    except OSError as error:
        return _refuse("port-taken", f"127.0.0.1:{arguments.port}: {error}")
    # The server gives SIGTERM on after its own orderly end: ours is to remove the sockets.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    sockets = Path(tempfile.mkdtemp(prefix="quayside-"))
    try:
        with listener:
            return _offer_and_serve(arguments, listener, sockets)
    finally:
        shutil.rmtree(sockets, ignore_errors=True)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="quayside.app.core.embedded")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--port", type=int)
    parser.add_argument("--engine", action="append", default=[], type=parse_engine)
    parser.add_argument("--model-file", action="append", dest="model_files", default=[], type=Path)
    parser.add_argument("--registry", type=parse_registry)
    return parser


def listen(port: int | None) -> socket.socket:
    """A loopback socket on `port`, or on the first free one from `FIRST_PORT`. Raises `OSError`."""
    if port is not None:
        return _bind(port)
    for candidate in range(FIRST_PORT, FIRST_PORT + _PORTS_TRIED):
        try:
            return _bind(candidate)
        except OSError:
            continue
    return _bind(0)


def _bind(port: int) -> socket.socket:
    # asyncio turns Nagle's delay off only where the protocol is named.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


def _runner(arguments: argparse.Namespace, sockets: Path) -> Runner:
    engines: list[EngineOption] = arguments.engine
    return make_runner(
        Catalogue(engines), arguments.cache, sockets, os.environ, _narrate, arguments.registry or ""
    )


def _offer_and_serve(arguments: argparse.Namespace, listener: socket.socket, sockets: Path) -> int:
    runner = _runner(arguments, sockets)
    try:
        model = _offer(runner, arguments.model_files)
    except (NotGguf, OSError) as error:
        return _refuse("model-unreadable", str(error))
    _serve(runner, listener, model)
    return 0


def _offer(runner: Runner, files: Sequence[Path]) -> str:
    """Put the models into the store; the reference of the first, or of what can be pulled."""
    names: list[str] = []
    runner.add_from_registry()
    for file in files:
        name = name_of(file)
        names.append(name if name not in names else f"{name}-{len(names) + 1}")
        runner.store.add(read_model(file.absolute(), names[-1]))
    if names:
        return names[0]
    pulled = [display(model.tag) for model in runner.store.all()]
    runner.add_pulled()
    held = runner.registry is None or is_pulled(runner.cache_directory)
    return DEMO_MODEL.reference if held or not pulled else pulled[0]


def _serve(runner: Runner, listener: socket.socket, model: str) -> None:
    base = f"http://127.0.0.1:{listener.getsockname()[1]}/engines/llama.cpp"
    line = json.dumps({"base": base, "model": model, "engines": runner.catalogue.names()})
    application = make_application(runner, lambda: print(line, flush=True))
    configuration = uvicorn.Config(
        application,
        log_level="critical",
        access_log=False,
        server_header=False,
        http="h11",
        ws="none",
        loop="asyncio",
        timeout_graceful_shutdown=1,
    )
    uvicorn.Server(configuration).run(sockets=[listener])


def _narrate(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _refuse(kind: str, reason: str) -> int:
    print(json.dumps({"refused": kind, "reason": reason}), flush=True)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
