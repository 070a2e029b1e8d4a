"""The entry point: reads the command line, runs one command, gives its exit status.

0 all well, 1 what was asked failed, 2 usage or settings, 3 some of what was imported is
malformed, 130 interrupted; 141 when the reader of our output went away, as a shell reports
it of any program.
"""

import io
import os
import sys
from collections.abc import Callable, Sequence

from .command_line.arguments import Arguments, read_arguments
from .core.plain_text import plain

USAGE = 2
INTERRUPTED = 130
READER_GONE = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `quayside`; `arguments` None means those of the process."""
    if arguments is None:
        sys.excepthook = _tell_crash
    given = read_arguments(arguments)
    _tolerate_any_text()
    try:
        return _command(given.command)(given)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Python writes what is left when it exits; nobody is there to read it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    except ValueError as problem:
        from .command_line.problems import is_usage

        if not is_usage(problem):
            raise
        print(f"quayside: {plain(str(problem))}", file=sys.stderr)
        return USAGE


def _tolerate_any_text() -> None:
    """A lone surrogate in an answer, or a narrow locale, must not end the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _tell_crash(kind: type[BaseException], error: BaseException, _trace: object) -> None:
    from .core.crash import crash_text, keys_of

    print(crash_text(error, keys_of(os.environ)), file=sys.stderr)


def _command(name: str | None) -> Callable[[Arguments], int]:
    """The command's function; each module is loaded only when its command runs."""
    match name:
        case "chat":
            from .command_line.chat import run
        case "compare":
            from .command_line.compare import run
        case "doctor":
            from .command_line.doctor import run
        case "config":
            from .command_line.config import run
        case "litellm":
            from .command_line.litellm import run
        case "models" | "ps":
            from .command_line.models import run
        case "sessions":
            from .command_line.sessions import run
        case "runner":
            from .command_line.runner import run
        case _:
            run = _workbench
    return run


def _workbench(arguments: Arguments) -> int:
    from .core.garbage import start_without_collecting

    # A seventh of the time up to the first frame would go into it.
    with start_without_collecting():
        from .command_line.workbench import run

        return run(arguments)
