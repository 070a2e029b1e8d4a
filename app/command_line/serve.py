"""`quayside --serve`: the same workbench, in a browser on this machine."""

import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec

from .problems import UsageError

DEFAULT_PORT = 8189


def serve(port: int | None, arguments: Sequence[str]) -> int:
    """Serve until interrupted; `arguments` are those of the process, with `--serve` among them.

    Raises `UsageError` where the extra is not installed, or the port is taken.
    """
    if find_spec("textual_serve") is None:
        raise UsageError("--serve needs an extra; install it by: pip install 'quayside[web]'")
    from ..web.server import serve as serve_command

    chosen = DEFAULT_PORT if port is None else port
    command = [sys.executable, "-m", "quayside", *_for_a_tab(arguments)]
    try:
        serve_command(command, chosen, _tell)
    except OSError as problem:
        seen = problem.strerror or str(problem)
        raise UsageError(
            f"cannot listen at 127.0.0.1:{chosen} ({seen}); --port takes another, 0 a free one"
        ) from problem
    return 0


def _tell(address: str) -> None:
    print(f"Quayside is at {address}\nCtrl+C ends it.", file=sys.stderr, flush=True)


def _for_a_tab(arguments: Sequence[str]) -> Iterator[str]:
    rest = iter(arguments)
    for argument in rest:
        if argument == "--port":
            next(rest, None)
        elif argument != "--serve" and not argument.startswith("--port="):
            yield argument
