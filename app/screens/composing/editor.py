"""Gives the draft to an editor of the user's own, and the terminal with it."""

import asyncio
import os
import signal
from collections.abc import Generator
from contextlib import contextmanager, suppress

from textual.app import App, SuspendNotSupported

from ...core.external_editor import CannotEdit, edit_text, editor_command
from ...core.failures import Failure


async def edit_in_terminal(app: App[None], text: str) -> str | Failure:
    """The new text, or why there is none. Replies go on meanwhile, unpainted."""
    try:
        command = editor_command(os.environ)
        # Without the batch, what is painted meanwhile would fill a queue that nobody empties.
        with app.batch_update(), _terminal_lent(app), _ignoring_interrupts():
            return await edit_text(text, command)
    except CannotEdit as problem:
        return problem.failure
    except SuspendNotSupported:
        return _no_terminal()


@contextmanager
def _terminal_lent(app: App[None]) -> Generator[None]:
    """Textual takes a terminal back where all went well alone; after a fault it would be gone."""
    fault: BaseException | None = None
    with app.suspend():
        try:
            yield
        except BaseException as error:
            fault = error
    if fault is not None:
        raise fault


@contextmanager
def _ignoring_interrupts() -> Generator[None]:
    """Ctrl+C is the editor's while it has the terminal, and must not end this program."""
    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError, ValueError, RuntimeError):
        loop.add_signal_handler(signal.SIGINT, lambda: None)
    try:
        yield
    finally:
        with suppress(NotImplementedError, ValueError, RuntimeError):
            loop.remove_signal_handler(signal.SIGINT)


def _no_terminal() -> Failure:
    return Failure(
        kind="editor-failed",
        summary="There is no terminal to give to an editor",
        tried="open the draft in an editor",
        seen="Quayside is drawn in a browser, or where no terminal is",
        cause="An editor needs the terminal for itself.",
        cure="Start quayside in a terminal, or paste the text.",
    )
