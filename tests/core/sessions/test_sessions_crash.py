import asyncio
import sys
from random import Random

import crashing_recorder
import pytest
from kept_samples import opened, unharmed
from recorders import Slot, numbers, only_reply, recorders

from quayside.app.core.events import ToolCall
from quayside.app.core.sessions.model import ReplyState, WholeSession
from quayside.app.core.sessions.store import SessionStore

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and kill -9")

KILLS, SLOTS, SEED = 200, 8, 20
LONGEST = 160
"""Events before a kill, at most: half a second and more, so that several ticks have passed."""


async def check_after(slot: Slot, store: SessionStore, owed: int) -> None:
    assert store.notices == ()
    finished = only_reply(await store.open(slot.kept))
    assert (finished.state, finished.reason) == (ReplyState.FINISHED, "stop")
    assert finished.tool_calls == (ToolCall("call", "sail", "4 9 14 19 "),)
    assert numbers(finished) == list(range(crashing_recorder.WHOLE))
    part = only_reply(await store.open(slot.running))
    assert part.state is ReplyState.INTERRUPTED
    assert numbers(part) == list(range(len(numbers(part))))
    assert owed <= len(numbers(part)) <= len(slot.told)


async def kill_again_and_again(slot: Slot, orders: asyncio.StreamWriter) -> list[int]:
    """How many events were owed after each kill."""
    random, owed = Random(SEED + slot.number), list[int]()
    before: dict[str, WholeSession | None] = {}
    for _ in range(KILLS // SLOTS):
        await slot.start(orders, random.randint(1, LONGEST))
        owed.append(slot.owed(await slot.kill()))
        async with opened(slot.folder) as store:
            await check_after(slot, store, owed[-1])
            assert {session: await store.open(session) for session in before} == before
            for session in (slot.kept, slot.running):
                before[session] = await store.open(session)
            assert await store.count() == len(before)
    return owed


async def test_two_hundred_kills_lose_nothing_but_the_last_moments_of_the_running_reply(tmp_path):
    slots = [Slot(number, tmp_path / f"{number}") for number in range(SLOTS)]
    async with recorders(slots) as orders, asyncio.TaskGroup() as group:
        tasks = [group.create_task(kill_again_and_again(slot, orders)) for slot in slots]
    owed = [count for task in tasks for count in task.result()]
    assert len(owed) == KILLS
    # Many are killed after the store has begun to owe something.
    assert sum(count > 0 for count in owed) > KILLS / 4
    assert all(unharmed(slot.folder / "sessions.db") for slot in slots)


async def test_a_kill_while_the_store_is_opened_harms_nothing(tmp_path):
    slot, opening = Slot(0, tmp_path / "new"), Slot(1, tmp_path / "new")
    async with recorders([slot, opening]) as orders:
        for _ in range(10):
            await opening.start(orders, 0)
            await opening.kill()
        await slot.start(orders, 1)
        await slot.kill()
        for _ in range(10):
            await opening.start(orders, 0)
            await opening.kill()
    async with opened(slot.folder) as store:
        assert only_reply(await store.open(slot.kept)).state is ReplyState.FINISHED
        assert store.notices == ()
    assert unharmed(store.file)
    assert {file.name for file in slot.folder.iterdir()} == {"sessions.db", "sessions.lock"}
