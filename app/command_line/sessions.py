"""`quayside sessions`: what was kept of chats, without a screen, also beside one that is open."""

import asyncio
import os
from collections.abc import Mapping
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
        known = [row.session.id for row in await self.rows()]
        matching = [identity for identity in known if identity.startswith(beginning)]
        if beginning in matching:
            matching = [beginning]
        if len(matching) != 1:
            what = f"{len(matching)} sessions begin with" if matching else "there is no session"
            raise UsageError(f"{what} '{beginning}'; `quayside sessions list` tells their ids")
        whole = await self.store.open(matching[0])
        if whole is None:
            raise UsageError(f"the session '{beginning}' was deleted just now")
        return whole

    async def rows(self) -> list[SessionRow]:
        """All that are not in the bin, the last used first."""
        rows: list[SessionRow] = []
        everything = Filter(archived=None)
        while page := await self.store.rows(everything, offset=len(rows), limit=_PAGE):
            rows += page
        return rows


def run(arguments: Arguments) -> int:
    """0 when done, 1 when something failed or was malformed."""
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
            case _:
                from .sessions_moving import move

                return await move(archive)
    except StoreError as problem:
        archive.console.failure(problem.failure)
        return 1
