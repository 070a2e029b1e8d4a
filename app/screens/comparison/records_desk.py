"""What is done with files of comparisons: listed, opened, held against, deleted, written."""

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..confirm import ConfirmScreen
from ..line_dialog import LineDialog
from ..new_file import new_file
from .saving import (
    FORMATS,
    hold_against,
    kept_records,
    open_record,
    records_folder,
    write_as,
)

if TYPE_CHECKING:
    from ..compare import CompareScreen


class RecordsDesk:
    """Works for the compare screen; every file is read and written beside the loop."""

    def __init__(self, screen: "CompareScreen") -> None:
        self._screen = screen

    async def look(self) -> None:
        """List the files that are there now."""
        directory = self._screen.desk.kit.data_directory
        saved = await asyncio.to_thread(kept_records, directory) if directory else []
        folder = records_folder(directory) if directory else None
        self._screen.views.records.show_saved(folder, saved)

    async def obey(self, wish: str, file: Path) -> None:
        """Carry out a wish of the list's."""
        if wish == "open":
            await self._open(file)
        elif wish == "compare":
            await self._compare(file)
        else:
            question = f"Delete {file.name}? It cannot be brought back."
            self._screen.app.push_screen(
                ConfirmScreen(question), lambda yes: self._delete(file) if yes else None
            )

    def ask_where_to_save(self) -> None:
        record = self._screen.bench.result.record
        name = str(Path.cwd() / f"comparison-{record.plan.mode}.json")
        hint, read = f"Ends in {', '.join(FORMATS)}", partial(new_file, endings=FORMATS)
        dialog = LineDialog("Save the comparison", name, hint, read)
        self._screen.app.push_screen(dialog, lambda file: self._save(file) if file else None)

    async def _open(self, file: Path) -> None:
        screen = self._screen
        if screen.running:
            screen.say("Still measuring. Escape stops it.", "warning")
            return
        found = await asyncio.to_thread(open_record, file)
        if isinstance(found, str):
            screen.say(found, "error")
            return
        screen.bench.show(found, f"opened {file}")
        screen.action_view(0)

    async def _compare(self, file: Path) -> None:
        screen = self._screen
        if not screen.bench.measured:
            screen.say("Nothing is on show to hold against it.", "warning")
            return
        record = screen.bench.result.record
        title, lines = await asyncio.to_thread(hold_against, record, file)
        screen.views.records.show_history(title, lines)

    def _delete(self, file: Path) -> None:
        try:
            file.unlink()
        except OSError as problem:
            self._screen.say(f"Not deleted: {problem}", "error")
        self._screen.run_worker(self.look, group="records", exclusive=True)

    def _save(self, file: Path) -> None:
        self._screen.run_worker(partial(self._write, file), group="records")

    async def _write(self, file: Path) -> None:
        record = self._screen.bench.result.record
        try:
            await asyncio.to_thread(write_as, file, record)
        except OSError as problem:
            self._screen.say(f"Not saved: {problem}", "error")
        else:
            self._screen.say(f"Saved as {file}")
