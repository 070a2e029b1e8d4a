import asyncio
import os
import shutil
import sqlite3
import sys

import pytest
from kept_samples import LANE, ask, everything, opened, record, said, unharmed

from quayside.app.core.conversation import Session, Turn
from quayside.app.core.events import TextDelta
from quayside.app.core.file_lock import FileLock
from quayside.app.core.sessions.bridge import kept_turn
from quayside.app.core.sessions.changes import Change
from quayside.app.core.sessions.store import open_store
from quayside.app.core.sessions.store_failures import StoreError


async def kept_file(folder):
    async with opened(folder) as store:
        await store.add([everything(), *(said(f"{n}", "The sea " * 200) for n in range(20))])
    return store.file


async def failure_of(folder):
    with pytest.raises(StoreError) as told:
        await (await open_store(folder)).close()
    failure = told.value.failure
    assert failure.summary
    assert failure.cause
    assert failure.cure
    return failure


async def pragma(store, setting) -> None:
    """Of the connection that writes."""

    def put(connection):
        connection.execute(f"PRAGMA {setting}")

    await asyncio.wrap_future(store._writer.submit(put))


DAMAGE = {
    "garbage": lambda data: b"no database at all " * 500,
    "short garbage": lambda data: b"\x00\x01",
    "cut in its middle": lambda data: data[: len(data) // 2],
    "cut in its first page": lambda data: data[:700],
    "another head": lambda data: b"MySQLite format" + data[15:],
    "zeros behind the head": lambda data: data[:100] + bytes(len(data) - 100),
}


@pytest.mark.parametrize("harm", DAMAGE.values(), ids=DAMAGE)
async def test_a_damaged_file_is_moved_aside_and_told(tmp_path, harm):
    file = await kept_file(tmp_path)
    damaged = harm(file.read_bytes())
    file.write_bytes(damaged)
    async with opened(tmp_path) as store:
        (notice,) = store.notices
        await store.add([everything()])
    assert notice.kind == "sessions-damaged"
    (aside,) = tmp_path.glob("sessions-damaged-*.db")
    assert (aside.read_bytes(), str(aside) in notice.cure) == (damaged, True)
    async with opened(tmp_path) as store:
        assert (store.notices, await store.open("whole")) == ((), everything())


def spoil(file, table) -> None:
    size = ask(file, "PRAGMA page_size")[0][0]
    ((root,),) = ask(file, "SELECT rootpage FROM sqlite_master WHERE name = ?", table)
    data = bytearray(file.read_bytes())
    data[(root - 1) * size : root * size] = b"\x77" * size
    file.write_bytes(data)


async def test_damage_behind_a_good_head_is_mended_at_the_start(tmp_path):
    spoil(await kept_file(tmp_path), "session")
    async with opened(tmp_path) as store:
        assert [notice.kind for notice in store.notices] == ["sessions-damaged"]
        assert await store.count() == 0


async def test_damage_that_is_found_in_use_is_told_and_mended_at_the_next_start(tmp_path):
    spoil(await kept_file(tmp_path), "reply")
    async with opened(tmp_path) as store:
        assert (store.notices, await store.count()) == ((), 20)
        with pytest.raises(StoreError) as told:
            await store.open("1")
    assert told.value.failure.kind == "sessions-damaged"
    async with opened(tmp_path) as store:
        assert [notice.kind for notice in store.notices] == ["sessions-damaged"]
        assert await store.count() == 0


async def test_what_no_room_was_left_for_is_written_as_soon_as_there_is_some(tmp_path, monkeypatch):
    monkeypatch.setattr("quayside.app.core.sessions.journal._RETRY_SECONDS", 0.01)
    session, turn = Session(), Turn("One")
    told = asyncio.Queue()
    async with opened(tmp_path, on_trouble=told.put_nowait) as store:
        await pragma(store, "max_page_count = 1")
        record(store, session, turn, events=[TextDelta(1.0, "sea " * 20_000)], end=False)
        assert (await store.saved()).kind == "sessions-disk-full"
        assert (await told.get()) == store.trouble
        with pytest.raises(StoreError) as refused:
            await store.add([said("big", "sea " * 100_000)])
        assert refused.value.failure.kind == "sessions-disk-full"
        await pragma(store, "max_page_count = 1000000")
        assert await told.get() is None
        assert (await store.saved(), store.trouble) == (None, None)
        reply = (await store.open(session.id)).turns[0].replies[0]
        assert reply.text == "sea " * 20_000
    assert unharmed(store.file)


async def test_a_start_without_room_is_told_in_words(tmp_path):
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        failure = await failure_of(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert failure.kind == "sessions-disk-error"
    async with opened(tmp_path) as store:
        assert store.notices == ()


async def test_a_folder_that_is_a_file_is_told_in_words(tmp_path):
    (tmp_path / "data").write_text("a file")
    for folder in (tmp_path / "data", tmp_path / "data" / "sessions"):
        assert (await failure_of(folder)).kind == "sessions-not-writable"


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="modes do not bind the superuser"
)
async def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path):
    await kept_file(tmp_path)
    tmp_path.chmod(0o500)
    try:
        assert (await failure_of(tmp_path)).kind == "sessions-not-writable"
    finally:
        tmp_path.chmod(0o700)
    async with opened(tmp_path) as store:
        assert await store.open("whole") == everything()


async def test_a_database_that_turned_read_only_is_told_and_nothing_is_lost(tmp_path):
    session, turn = Session(), Turn("One")
    async with opened(tmp_path) as store:
        await pragma(store, "query_only = 1")
        record(store, session, turn, LANE)
        assert (await store.saved()).kind == "sessions-not-writable"
        with pytest.raises(StoreError):
            await store.change(["one"], Change(pinned=True))
        await pragma(store, "query_only = 0")
        assert await store.saved() is None
        assert (await store.open(session.id)).turns[0].replies[0].text == "A calm sea."


async def test_a_database_that_another_program_holds_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("quayside.app.core.sessions.opening._BUSY_MS", 20)
    async with opened(tmp_path) as store:
        other = sqlite3.connect(store.file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        record(store, Session(), Turn("One"))
        assert (await store.saved()).kind == "sessions-busy"
        assert await store.count() == 0
        other.execute("ROLLBACK")
        other.close()
        assert await store.saved() is None
        assert await store.count() == 1


async def test_a_start_behind_one_that_never_ends_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("quayside.app.core.sessions.opening._PATIENCE", 0.0)
    file = await kept_file(tmp_path)
    lock = FileLock(file.with_suffix(".lock"))
    assert lock.take()
    assert (await failure_of(tmp_path)).kind == "sessions-busy"
    lock.release()
    async with opened(tmp_path) as store:
        assert await store.count() == 20


async def test_another_database_in_its_place_is_left_alone(tmp_path):
    ask(tmp_path / "sessions.db", "CREATE TABLE session (boat)")
    assert (await failure_of(tmp_path)).kind == "sessions-unusable"
    assert ask(tmp_path / "sessions.db", "SELECT count(*) FROM session") == [(0,)]


async def test_a_folder_that_was_removed_under_a_running_store_does_not_break_it(tmp_path):
    folder = tmp_path / "sessions"
    async with opened(folder) as store:
        record(store, Session(), Turn("One"))
        await store.saved()
        shutil.rmtree(folder)
        record(store, Session(), Turn("Two"))
        await store.saved()
    async with opened(folder) as store:
        assert store.notices == ()


async def test_a_closed_store_refuses_in_words(tmp_path):
    async with opened(tmp_path) as store:
        pass
    with pytest.raises(StoreError):
        await store.rows()
    record(store, Session(), Turn("Late"))
    await store.close()


async def test_one_thing_that_cannot_be_written_does_not_take_the_others_with_it(tmp_path):
    session, turn, told = Session(), Turn("One"), []
    async with opened(tmp_path, on_trouble=told.append) as store:
        store.keep_draft("half of a pair: \ud83c", "nowhere")
        record(store, session, turn)
        store.keep_draft("one", "kept")
        await store.saved()
        assert (await store.open(session.id)).turns == (kept_turn(turn),)
        assert await store.draft("one") == "kept"
        # Whether the others were written in the same go decides how long it is in trouble.
        assert told[0].kind == "sessions-unusable"
        store.keep_draft("one", "again")
        assert await store.saved() is None
