"""Sessions leave the list as files, and chats of other programs come into it."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual.widgets import Static
from textual.worker import Worker

from ...core.given_path import given_path, is_file
from ...core.private_file import write_private
from ...core.sessions.exporting.forms import Form, export, file_name
from ...core.sessions.importing.run import Imported, import_file
from ...core.sessions.store import SessionStore
from ...core.sessions.store_failures import StoreError
from ..base import WorkScreen
from ..choice_list import ChoiceList
from ..line_dialog import LineDialog
from ..new_file import new_file

MOST_TOLD = 12
"""Malformed chats that are listed; the command line tells all."""
STILL_RUNS = "A file is being imported; Esc stops it."
IMPORT_HINT = "JSON of Quayside, ChatGPT, Open WebUI or llm, or llm's logs.db"
ENDINGS = tuple(f".{form.value}" for form in Form)
EXPORT_HINT = f"Ends in {', '.join(ENDINGS)}; JSON can be imported again"


class SessionExchange:
    """What `x` and `i` do; `state` tells how far an import is, `look` shows what came of it."""

    def __init__(self, screen: WorkScreen, state: Static, look: Callable[[], None]) -> None:
        self._screen, self._state, self._look = screen, state, look
        self._worker: Worker[None] | None = None

    async def ask_where_to(self, session: str) -> None:
        """Offer a name in the folder that Quayside was started in."""
        try:
            whole = await self._store.open(session) if self._store else None
        except StoreError as problem:
            self._tell_trouble(problem)
            return
        if whole is None:
            return
        name = self._screen.desk.kit.folder.absolute() / file_name(whole, Form.MARKDOWN)
        read = partial(new_file, endings=ENDINGS)
        dialog = LineDialog("Export the session", str(name), EXPORT_HINT, read)

        def write(file: Path | None) -> None:
            if file is not None:
                self._write(file, export(whole, Form(file.suffix[1:])))

        self._screen.app.push_screen(dialog, write)

    def ask_what(self) -> None:
        """Ask for a file, then import it; one at a time."""
        if self._runs:
            self._screen.say(STILL_RUNS, "warning")
            return
        folder = f"{self._screen.desk.kit.folder.absolute()}/"
        dialog = LineDialog("Import chats", folder, IMPORT_HINT, known_file)
        self._screen.app.push_screen(dialog, self._import)

    def stop(self) -> bool:
        """End an import that runs; what has come stays. False where none does."""
        if not self._runs or self._worker is None:
            return False
        self._worker.cancel()
        return True

    @property
    def _runs(self) -> bool:
        return self._worker is not None and self._worker.is_running

    @property
    def _store(self) -> SessionStore | None:
        return self._screen.desk.book.store

    def _write(self, file: Path, text: str) -> None:
        try:
            write_private(file, text.encode("utf-8", "replace"))
        except OSError as problem:
            self._screen.say(f"Not exported: {problem}", "error")
        else:
            self._screen.say(f"Exported to {file}")

    def _import(self, file: Path | None) -> None:
        if file is not None:
            work = partial(self._carry_out, file)
            self._worker = self._screen.run_worker(work, group="import")

    async def _carry_out(self, file: Path) -> None:
        if (store := self._store) is None:
            return
        so_far = Imported()

        def tell(outcome: Imported) -> None:
            nonlocal so_far
            so_far = outcome
            self._state.update(f"{file.name}: {outcome.words}…   Esc stops")

        try:
            self._end(file, await import_file(store, file, tell))
        except asyncio.CancelledError:
            self._screen.say(f"{file.name}: stopped; {so_far.words}", "warning")
            self._look()
            raise
        except OSError as problem:
            self._screen.say(f"Not imported: {problem}", "error")
        except StoreError as problem:
            self._tell_trouble(problem)
        self._look()

    def _tell_trouble(self, problem: StoreError) -> None:
        self._screen.say(f"{problem.failure.summary}. {problem.failure.cure}", "error")

    def _end(self, file: Path, outcome: Imported) -> None:
        self._screen.say(f"{file.name}: {outcome.words}")
        if outcome.malformed:
            lines = [problem.words(file.name) for problem in outcome.problems[:MOST_TOLD]]
            more = outcome.malformed - len(lines)
            title = "Left out, and why" + (f"; {more} more" if more else "")
            self._screen.app.push_screen(ChoiceList(title, lines))


def known_file(text: str) -> Path:
    """A file to read. Raises `ValueError` with what is wrong with it."""
    file = given_path(text)
    if not is_file(file):
        raise ValueError(f"There is no file {file}")
    return file
