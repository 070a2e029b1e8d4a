"""An editor of the user's own for a long text: the one that `VISUAL` or `EDITOR` names."""

import asyncio
import os
import shlex
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from .failures import Failure

VARIABLES = ("VISUAL", "EDITOR")
USUAL = ("nano", "vi", "notepad")
"""Tried in this order where no variable names one."""


class CannotEdit(Exception):
    """`failure` tells why there is no new text; the old one still stands."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.summary)
        self.failure = failure


def editor_command(environment: Mapping[str, str]) -> list[str]:
    """The program and its arguments; the file comes behind. Raises `CannotEdit`."""
    for variable in VARIABLES:
        if text := environment.get(variable, "").strip():
            return _split(variable, text)
    for name in USUAL:
        if program := shutil.which(name, path=environment.get("PATH")):
            return [program]
    raise _failed("There is no editor", "look for " + ", ".join(USUAL), "none is installed")


async def edit_text(text: str, command: Sequence[str]) -> str:
    """What the user made of `text` in the editor, which has the terminal meanwhile.

    The text stands in a file that only the user can read, and that is gone afterwards; a line
    feed that the editor put behind the last line is taken off. Raises `CannotEdit`.
    """
    with tempfile.TemporaryDirectory(prefix="quayside-") as folder:
        file = Path(folder) / "prompt.md"
        file.write_text(text, encoding="utf-8", errors="replace")
        file.chmod(0o600)
        await _run([*command, os.fspath(file)])
        try:
            edited = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            words = "The editor left no text in UTF-8"
            raise _failed(words, shlex.join(command), str(problem)) from problem
    return edited if text.endswith("\n") else edited.removesuffix("\n")


async def _run(command: Sequence[str]) -> None:
    try:
        child = await asyncio.create_subprocess_exec(*command)
    except OSError as problem:
        seen = problem.strerror or str(problem)
        raise _failed("The editor cannot be started", shlex.join(command), seen) from problem
    try:
        status = await child.wait()
    except asyncio.CancelledError:
        child.terminate()
        raise
    if status:
        raise _failed("The editor gave up", shlex.join(command), f"exit status {status}")


def _split(variable: str, text: str) -> list[str]:
    try:
        return shlex.split(text, posix=os.name != "nt")
    except ValueError as problem:
        raise _failed(f"{variable} cannot be read", text, str(problem)) from problem


def _failed(summary: str, tried: str, seen: str) -> CannotEdit:
    return CannotEdit(
        Failure(
            kind="editor-failed",
            summary=summary,
            tried=tried,
            seen=seen,
            cause="Quayside starts what VISUAL or EDITOR names, and takes the text when it ends.",
            cure="Name an editor that stays in the terminal until the text is done.",
            command="export EDITOR=nano",
        )
    )
