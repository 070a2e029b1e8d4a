"""Puts text where the reader can paste it, and tells the truth about where it went."""

import asyncio
import os
from pathlib import Path
from typing import Any

from textual.app import App
from textual.notifications import SeverityLevel

from ..core.clipboard import LONGEST, programs, take, terminal_sequence
from ..core.private_file import write_private

FOLDER = "copied"


Told = tuple[str, SeverityLevel]
"""Words, and how grave they are."""


async def put(app: App[None], folder: Path | None, text: str, what: str) -> Told:
    """Put `text` on the clipboard, else in a file below `folder`; gives words that tell which.

    `what` names the text, such as `answer`.
    """
    environment = dict(os.environ)
    size = f"{len(text):,} characters"
    for program in programs(environment, away=app.is_web):
        if await take(program, text, environment):
            if program.keeps_for_itself:
                words = f"Copied the {what} to tmux, {size}; the terminal round it may not keep it"
            else:
                words = f"Copied the {what} with {program.name}, {size}"
            return words, "information"
    if sequence := terminal_sequence(text, environment):
        _write(app, sequence)
        words = f"Sent the {what} to the terminal (OSC 52), {size}; it may not keep it"
        return words, "information"
    return await _in_a_file(folder, text, what)


def _write(app: App[None], sequence: str) -> None:
    # Textual has no public way to the terminal; written past it, bytes would mix.
    stage: Any = app
    if stage._driver is not None:
        stage._driver.write(sequence)


async def _in_a_file(folder: Path | None, text: str, what: str) -> Told:
    data = text.encode("utf-8", "replace")
    why = "is too long for a terminal" if len(data) > LONGEST else "found no clipboard"
    if folder is None:
        return f"The {what} {why}, and there is no folder for a file", "error"
    file = folder / FOLDER / f"{what.replace(' ', '-')}.txt"
    try:
        await asyncio.to_thread(write_private, file, data)
    except OSError as problem:
        return f"The {what} {why}, and {file} cannot be written: {problem.strerror}", "error"
    return f"The {what} {why}. It is in {file}", "warning"
