import asyncio
import sys

import pytest
from kept_samples import LANE, opened, record, said, unharmed
from recorders import Slot, numbers, only_reply, recorders

from quayside.app.core.conversation import Session, Turn
from quayside.app.core.sessions.bridge import kept_turn
from quayside.app.core.sessions.model import ReplyState

forking = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and kill -9")


async def state(store, session) -> ReplyState:
    return only_reply(await store.open(session)).state


async def grown(store, slot) -> int:
    """How many events of a reply that still runs have come."""
    part = only_reply(await store.open(slot.running))
    assert part.state is ReplyState.RUNNING
    assert numbers(part) == list(range(len(numbers(part))))
    return len(numbers(part))


@forking
async def test_processes_that_record_at_once_leave_each_other_alone(tmp_path):
    slots = [Slot(number, tmp_path) for number in range(2)]
    first, second = slots
    session, turn = Session(), Turn("One")
    async with recorders(slots) as orders:
        await asyncio.gather(*(slot.start(orders, 100) for slot in slots))
        async with opened(tmp_path) as store:
            assert min([await grown(store, slot) for slot in slots]) > 0
            record(store, session, turn)
            assert (await store.open(session.id)).turns == (kept_turn(turn),)
        async with opened(tmp_path) as store:
            before = await grown(store, second)
            owed = first.owed(await first.kill())
            # Nobody has started since: who opens the session finds that its writer is gone.
            assert await state(store, first.running) is ReplyState.INTERRUPTED
            assert len(numbers(only_reply(await store.open(first.running)))) >= owed
            await second.until(len(second.told) + 100)
            assert await grown(store, second) > before
            await second.kill()
            assert await state(store, second.running) is ReplyState.INTERRUPTED
            assert await state(store, first.kept) is ReplyState.FINISHED
            assert await store.count() == 5
    assert unharmed(store.file)
    assert not list(tmp_path.glob("writer-*"))


async def test_two_stores_see_what_the_other_has_kept(tmp_path):
    async with opened(tmp_path) as one, opened(tmp_path) as two:
        await one.add([said("a", "The sea")])
        await two.add([said("b", "The seal")])
        for store in (one, two):
            assert {hit.row.session.id for hit in await store.search("sea")} == {"a", "b"}
            assert await store.count() == 2
        await two.delete(["a"])
        assert await one.count() == 1


async def test_many_stores_that_are_opened_at_once_make_one_database(tmp_path):
    async def keep(number):
        async with opened(tmp_path) as store:
            await store.add([said(f"{number}", "x")])
            assert store.notices == ()

    await asyncio.gather(*(keep(number) for number in range(6)))
    async with opened(tmp_path) as store:
        assert await store.count() == 6


async def test_a_reply_that_one_store_records_is_still_running_for_the_other(tmp_path):
    session, turn = Session(), Turn("One")
    async with opened(tmp_path) as two:
        async with opened(tmp_path) as one:
            record(one, session, turn, LANE, end=False)
            await one.saved()
            assert await state(two, session.id) is ReplyState.RUNNING
        assert await state(two, session.id) is ReplyState.INTERRUPTED


@pytest.mark.parametrize("same", [True, False], ids=["in the same store", "in another store"])
async def test_a_reply_is_kept_while_many_sessions_are_added(tmp_path, same):
    session, turn = Session(), Turn("One")
    many = [said(f"{n}", "The sea " * 50, "It is calm. " * 50) for n in range(1000)]
    async with opened(tmp_path) as adding, opened(tmp_path) as other:
        added = asyncio.create_task(adding.add(many))
        while not await other.count():
            pass
        store = adding if same else other
        record(store, session, turn)
        assert await store.saved() is None
        assert not added.done()
        assert await added == 1000
        assert await store.count() == 1001
