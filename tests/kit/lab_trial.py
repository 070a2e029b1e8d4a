"""One case on one way of asking: told, stopped, mended, and nothing left behind."""

import asyncio
import os
from pathlib import Path

from kit.asking import WHOLE, Asker, Told
from kit.lab_case import ALL, WAITS, Case
from kit.lab_stage import Stage, staged, until
from kit.lab_words import is_said
from quayside.app.core.failures import Failure

DESCRIPTORS = Path("/proc/self/fd")
IN_TIME, TOO_SOON = 20.0, 0.4


async def tried(case: Case, way: str, certificate: dict[str, Path]) -> None:
    """Raises `AssertionError` where a user is told otherwise, or something stays behind."""
    before, told = sockets(), Told()
    async with asyncio.timeout(IN_TIME), staged(case, certificate) as stage:
        late = case.told(way) == "timeout"
        asker = Asker(way, stage.base, TOO_SOON if late else IN_TIME)
        if case.told(way) == WAITS:
            await stopped(asker, told, stage, case.text(way))
        else:
            await asker.ask(told)
        assert told.text == case.text(way)
        explained(told.failure, case, way)
        await mended(asker, stage)
        await asker.close()
        await stage.hung_up()
    # httpx leaves the closing of what it iterated over to the loop's next turn.
    await until(lambda: asyncio.all_tasks() == {asyncio.current_task()})
    await until(lambda: sockets() == before)


async def stopped(asker: Asker, told: Told, stage: Stage, seen: str) -> None:
    """A user waits, has read what came, and stops."""
    asking = asyncio.create_task(asker.ask(told))
    await stage.lab.stalled.wait()
    await until(lambda: told.text == seen)
    assert not asking.done()
    asking.cancel()
    await asyncio.wait({asking})
    assert asking.cancelled()
    if not any(peer.vanished for peer in stage.lab.peers):
        await stage.hung_up()


def explained(failure: Failure | None, case: Case, way: str) -> None:
    if case.told(way) in (ALL, WAITS):
        assert failure is None, failure
        return
    assert failure is not None
    assert failure.kind == case.told(way), failure
    assert is_said(failure.kind, failure.summary), failure
    assert all((failure.summary, failure.tried, failure.seen, failure.cause, failure.cure))
    if failure.kind == case.kind:
        assert case.words in f"{failure.summary} {failure.cause} {failure.seen}"


async def mended(asker: Asker, stage: Stage) -> None:
    """The same client asks the same place again, which is healthy now."""
    await stage.mend()
    again = await asker.ask(Told())
    assert (again.text, again.failure) == (WHOLE, None)


def sockets() -> set[str]:
    """The sockets that this process holds; none where the system does not tell."""
    found: set[str] = set()
    for one in DESCRIPTORS.iterdir() if DESCRIPTORS.exists() else ():
        try:
            found.add(os.readlink(one))
        except FileNotFoundError:
            continue
    return {one for one in found if one.startswith("socket:")}
