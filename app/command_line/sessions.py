"""`quayside sessions`: what was kept of chats, without a screen, also beside one that is open."""

import asyncio
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ..core.locations import sessions_directory
from ..core.sessions.listing import Filter, SessionRow
from ..core.sessions.model import WholeSession
from ..core.sessions.store import SessionStore, open_store
from ..core.sessions.store_failures import StoreError
from .arguments import Arguments
from .console import Console
from .problems import UsageError
from .stage import process_console

USUAL_LIMIT = 50
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Archive:
    """The store that a command works on, and what to say things on."""

    store: SessionStore
    arguments: Arguments
    console: Console

    async def whole(self, beginning: str) -> WholeSession:
        """The session whose id begins so. Raises `UsageError` where there is not just one."""
        (row,) = await self.named([beginning])
        whole = await self.store.open(row.session.id)
        if whole is None:
            raise UsageError(f"the session '{beginning}' was deleted just now")
        return whole

    async def named(self, beginnings: Sequence[str]) -> list[SessionRow]:
        """Each once, in the order in which they are named. Raises `UsageError` as `whole` does."""
        known = {row.session.id: row for row in await self.rows()}
        found = [_the_one(beginning, known) for beginning in beginnings]
        return [known[identity] for identity in dict.fromkeys(found)]

    async def rows(self) -> list[SessionRow]:
        """All that are not in the bin, the last used first."""
        rows: list[SessionRow] = []
        everything = Filter(archived=None)
        while page := await self.store.rows(everything, offset=len(rows), limit=_PAGE):
            rows += page
        return rows


def _the_one(beginning: str, known: Collection[str]) -> str:
    if beginning in known:
        return beginning
    matching = [identity for identity in known if identity.startswith(beginning)]
    if len(matching) != 1:
        what = f"{len(matching)} sessions begin with" if matching else "there is no session"
        raise UsageError(f"{what} '{beginning}'; `quayside sessions list` tells their ids")
    return matching[0]


def run(arguments: Arguments) -> int:
    """0 when done, 1 when something failed, 3 when all was read but chats were malformed."""
    return asyncio.run(_run(arguments, dict(os.environ), process_console()))


async def _run(arguments: Arguments, environment: Mapping[str, str], console: Console) -> int:
    try:
        store = await open_store(sessions_directory(environment))
    except StoreError as problem:
        console.failure(problem.failure)
        return 1
    try:
        for notice in store.notices:
            console.failure(notice)
        return await serve(Archive(store, arguments, console))
    finally:
        console.clear()
        await store.close()


async def serve(archive: Archive) -> int:
    """Carry out the command; a failure of the store is told, and is status 1."""
    try:
        match archive.arguments.action:
            case "list" | "search" | "show":
                from .sessions_finding import find

                return await find(archive)
            case "export":
                from .sessions_exporting import export_sessions

                return await export_sessions(archive)
            case "import":
                from .sessions_importing import import_files

                return await import_files(archive)
            case _:
                from .sessions_deleting import delete_sessions

                return await delete_sessions(archive)
    except StoreError as problem:
        archive.console.failure(problem.failure)
        return 1
