"""The store of sessions: one thread that writes, one that reads, and what a screen asks of them.

Whatever must succeed to be of use raises `StoreError`, whose `failure` tells why it could not.
Recording never does: what cannot be written is held and tried again, and `trouble` says so.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from ..failures import Failure
from . import changes, listing, search
from .changes import Change
from .database_thread import DatabaseThread, Work
from .journal import Journal, Step
from .listing import EVERY_LIVING, Filter, Known, Order, SessionRow
from .model import KeptSession, Preset, WholeSession
from .opening import FILE_NAME, connect, open_database, suspect, transaction
from .owners import Owner, mark_interrupted
from .pieces import Piece
from .reading import read_whole
from .recording import Recording
from .search import Hit
from .store_failures import DAMAGED, StoreError, explain_storage
from .writing import add_wholes

KEPT_DELETED_SECONDS = 7 * 24 * 3600.0
"""How long a deleted session can be restored."""

_ADDED_AT_ONCE = 20
_REST_SECONDS = 0.01

Result = TypeVar("Result")
Trouble = Callable[[Failure | None], None]


async def open_store(directory: Path, on_trouble: Trouble | None = None) -> "SessionStore":
    """Open or make the sessions in `directory`, a folder of their own.

    `on_trouble` is called in the event loop when sessions cannot be kept for now, and with None
    when they can be again. Raises `StoreError`; nothing was changed then.
    """
    loop = asyncio.get_running_loop()
    tell = on_trouble or _ignored

    def told(failure: Failure | None) -> None:
        # The loop may have ended before the last words of the thread.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(tell, failure)

    store = SessionStore(directory / FILE_NAME, told)
    await asyncio.to_thread(store.start)
    return store


class SessionStore:
    """Sessions on this machine; made by `open_store`, ended by `close`."""

    def __init__(self, file: Path, tell: Trouble) -> None:
        self.file = file
        self.notices: tuple[Failure, ...] = ()
        """What there is to tell of the opening, such as a damaged file that was moved aside."""
        self._journal = Journal(self._explain, tell)
        self._owner = Owner(file.parent)
        self._writer = DatabaseThread("quayside-sessions-writer", self._open, self._journal)
        self._reader = DatabaseThread(
            "quayside-sessions-reader", partial(connect, file, read_only=True)
        )

    @property
    def trouble(self) -> Failure | None:
        """Why what was said last is not on the disk; None while all is well."""
        return self._journal.trouble

    def start(self) -> None:
        """Waits for the disk. Raises `StoreError`."""
        try:
            self._writer.start()
            # Only now is there a file to read.
            self._reader.start()
        except (OSError, sqlite3.Error) as problem:
            self._writer.close()
            self._owner.release()
            raise StoreError(self._explain(problem)) from problem

    def recording(self, session: KeptSession) -> Recording:
        """To go on with a session, or to begin one; it is kept from its first turn on."""
        return Recording(self._record, self._owner.id, session)

    async def saved(self) -> Failure | None:
        """Wait until all that was recorded is on the disk, or tell why it is not."""
        await self._done(self._writer.submit(self._journal.run))
        return self.trouble

    async def open(self, session: str) -> WholeSession | None:
        """A session with all its turns; None where there is none of this id."""
        await self.saved()
        whole = await self._read(lambda connection: read_whole(connection, session))
        if whole is None or not whole.runs:
            return whole
        # Its writer may be another Quayside that was killed since this one was started.
        await self._write(
            lambda connection: mark_interrupted(connection, self.file.parent, self._owner.id)
        )
        return await self._read(lambda connection: read_whole(connection, session))

    async def rows(
        self,
        chosen: Filter = EVERY_LIVING,
        order: Order = Order.USED,
        *,
        offset: int = 0,
        limit: int = 100,
    ) -> tuple[SessionRow, ...]:
        """One page of the list."""
        return await self._read(
            lambda connection: listing.read_rows(connection, chosen, order, offset, limit)
        )

    async def count(self, chosen: Filter = EVERY_LIVING) -> int:
        return await self._read(lambda connection: listing.count_rows(connection, chosen))

    async def known(self) -> Known:
        """The models, engines, paths and tags that there are to filter by."""
        return await self._read(listing.read_known)

    async def search(
        self, text: str, chosen: Filter = EVERY_LIVING, *, limit: int = 50
    ) -> tuple[Hit, ...]:
        """Sessions that hold all words of `text`: by title first, then by the newest turn."""
        return await self._read(lambda connection: search.search(connection, text, chosen, limit))

    async def add(self, sessions: Iterable[WholeSession]) -> int:
        """Keep whole sessions; those that are kept already are left as they are.

        Each is kept as a whole or not at all. Returns how many were added.
        """
        waiting, added = iter(sessions), 0
        while some := tuple(islice(waiting, _ADDED_AT_ONCE)):
            added += await self._write(partial(add_wholes, some))
            # What is being recorded, here or in another Quayside, gets its turn in between.
            await asyncio.sleep(_REST_SECONDS)
        return added

    async def change(self, sessions: Sequence[str], change: Change) -> int:
        """Rename, pin, archive, tag, and what else a `Change` can; returns how many were there."""
        return await self._write(
            lambda connection: changes.change_sessions(connection, sessions, change)
        )

    async def delete(self, sessions: Sequence[str]) -> int:
        """Can be undone by `restore` for a week."""
        now = time.time()
        return await self._write(
            lambda connection: changes.delete_sessions(connection, sessions, now)
        )

    async def restore(self, sessions: Sequence[str]) -> int:
        return await self._write(lambda connection: changes.restore_sessions(connection, sessions))

    async def purge(self, before: float) -> int:
        """Remove for good what was deleted before this moment (UTC seconds)."""
        return await self._write(lambda connection: changes.purge_sessions(connection, before))

    def keep_draft(self, slot: str, content: str) -> None:
        """What stands in the composer, by session id; by the empty text for a new session."""
        self._record([lambda connection: changes.keep_draft(connection, slot, content)], now=False)

    async def draft(self, slot: str) -> str:
        """The draft of a session; empty where there is none."""
        return await self._write(lambda connection: changes.read_draft(connection, slot))

    async def presets(self) -> tuple[Preset, ...]:
        return await self._read(changes.read_presets)

    async def keep_preset(self, preset: Preset) -> None:
        await self._write(lambda connection: changes.keep_preset(connection, preset))

    async def remove_preset(self, name: str) -> None:
        await self._write(lambda connection: changes.remove_preset(connection, name))

    async def close(self) -> None:
        """Write what waits. Replies that still run are told to be interrupted."""
        with suppress(StoreError):
            await self._write(self._owner.leave)
        await asyncio.to_thread(self._reader.close)
        await asyncio.to_thread(self._writer.close)
        self._owner.release()

    def _open(self) -> sqlite3.Connection:
        try:
            return self._opened()
        except sqlite3.DatabaseError as problem:
            if self._explain(problem).kind != DAMAGED:
                raise
            # It has become suspect by that, and will be moved aside.
            return self._opened()

    def _opened(self) -> sqlite3.Connection:
        opened = open_database(self.file)
        self.notices = opened.notices
        try:
            with transaction(opened.connection):
                mark_interrupted(opened.connection, self.file.parent)
                self._owner.claim(opened.connection)
                changes.purge_sessions(opened.connection, time.time() - KEPT_DELETED_SECONDS)
        except BaseException:
            opened.connection.close()
            raise
        return opened.connection

    def _record(self, entries: Iterable[Step | Piece], *, now: bool) -> None:
        if self._journal.add(entries, now=now):
            self._writer.wake()

    async def _read(self, work: Work[Result]) -> Result:
        return await self._done(self._reader.submit(work))

    async def _write(self, work: Work[Result]) -> Result:
        def whole(connection: sqlite3.Connection) -> Result:
            # What was said before comes first, as a new session's first turn before its name.
            self._journal.run(connection)
            with transaction(connection):
                return work(connection)

        return await self._done(self._writer.submit(whole))

    async def _done(self, future: "Future[Result]") -> Result:
        try:
            return await asyncio.wrap_future(future)
        except (OSError, sqlite3.Error) as problem:
            raise StoreError(self._explain(problem)) from problem

    def _explain(self, problem: sqlite3.Error | OSError) -> Failure:
        failure = explain_storage(problem, self.file)
        if failure.kind == DAMAGED:
            suspect(self.file)
        return failure


def _ignored(failure: Failure | None) -> None:
    pass
