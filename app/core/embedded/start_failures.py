"""Why the embedded runner could not be started, in words."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from ..failures import Failure

_INSTALL = "pip install 'quayside[embedded]'"


def explain_missing(missing: Sequence[str]) -> Failure:
    """Packages of the extra are not installed."""
    return Failure(
        kind="embedded-missing",
        summary="The embedded runner is not installed.",
        tried=f"find the packages {', '.join(missing)}",
        seen="not installed",
        cause="Quayside was installed without its `embedded` extra.",
        cure="Install the extra, or use a Docker Model Runner with --base URL.",
        command=_INSTALL,
    )


def explain_no_file(path: Path) -> Failure:
    return Failure(
        kind="model-unreadable",
        summary="The model file does not exist.",
        tried=f"read {path}",
        seen="no such file",
        cause="The path given with --model-file is wrong.",
        cure="Give the path of a GGUF file, or leave --model-file out to pull the demo model.",
    )


def explain_refusal(command: Sequence[str], kind: str, reason: str, port: int | None) -> Failure:
    """The runner said itself why it does not begin."""
    if kind == "port-taken":
        return Failure(
            kind=kind,
            summary=f"The embedded runner cannot listen on port {port}.",
            tried=f"listen on 127.0.0.1:{port}",
            seen=reason,
            cause="Another program listens there, or the port needs more rights.",
            cure="Leave --port out to take the next free one.",
            command="quayside runner",
        )
    return Failure(
        kind=kind,
        summary="The model file cannot be used.",
        tried=shlex.join(command),
        seen=reason,
        cause="The file is damaged, or no GGUF.",
        cure="Give another GGUF file, or leave --model-file out to pull the demo model.",
    )


def explain_end(command: Sequence[str], status: int | None, lines: Sequence[str]) -> Failure:
    """The runner's process ended before it served."""
    return Failure(
        kind="runner-not-started",
        summary="The embedded runner could not be started.",
        tried=shlex.join(command),
        seen="\n".join([f"exit status {status}", *lines]),
        cause="Its own words above say why.",
        cure="Install the extra again; if that does not help, run the command above by hand.",
        command=_INSTALL,
    )
