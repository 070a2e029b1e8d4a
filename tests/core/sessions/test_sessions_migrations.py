import asyncio

import pytest
from kept_samples import ask, everything, opened

from quayside.app.core.sessions import opening
from quayside.app.core.sessions.opening import open_database
from quayside.app.core.sessions.schema import MIGRATIONS
from quayside.app.core.sessions.store_failures import StoreError

LATER = (*MIGRATIONS, ("ALTER TABLE session ADD COLUMN colour TEXT", "CREATE TABLE boat (name)"))
FAILING = (*MIGRATIONS, ("CREATE TABLE boat (name)", "ALTER TABLE nothing ADD COLUMN colour"))


def version(file) -> int:
    return ask(file, "PRAGMA user_version")[0][0]


def names(folder) -> set[str]:
    return {file.name for file in folder.iterdir()}


def contents(folder) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.glob("sessions*db*"))}


async def test_an_empty_file_becomes_a_database_of_this_version(tmp_path):
    (tmp_path / "sessions.db").touch()
    async with opened(tmp_path) as store:
        assert await store.count() == 0
    assert version(store.file) == len(MIGRATIONS)
    assert names(tmp_path) == {"sessions.db", "sessions.lock"}


async def test_an_older_file_is_copied_before_it_is_changed(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([everything()])
    open_database(store.file, LATER).connection.close()
    assert version(store.file) == len(LATER)
    assert ask(store.file, "SELECT id, colour FROM session") == [("whole", None)]
    (copy,) = tmp_path.glob("sessions-schema-*.db")
    assert (version(copy), copy.stat().st_mode & 0o777) == (len(MIGRATIONS), 0o600)
    folder = tmp_path / "older"
    folder.mkdir()
    copy.rename(folder / "sessions.db")
    async with opened(folder) as older:
        assert await older.open("whole") == everything()


async def test_a_file_of_this_version_is_not_copied_again(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([everything()])
    for _ in range(2):
        open_database(store.file, LATER).connection.close()
    assert len(list(tmp_path.glob("sessions-schema-*.db"))) == 1


async def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([everything()])
    with pytest.raises(opening.sqlite3.OperationalError):
        open_database(store.file, FAILING)
    assert (version(store.file), ask(store.file, "PRAGMA table_info(boat)")) == (1, [])
    async with opened(tmp_path) as store:
        assert await store.open("whole") == everything()


async def test_a_file_of_a_newer_quayside_is_left_alone_and_told(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([everything()])
    ask(store.file, "PRAGMA user_version = 7")
    before = contents(tmp_path)
    with pytest.raises(StoreError) as told:
        async with opened(tmp_path):
            pass
    assert told.value.failure.kind == "sessions-newer"
    assert "newer Quayside" in told.value.failure.summary
    assert told.value.failure.seen.startswith("schema version 7;")
    assert contents(tmp_path)["sessions.db"] == before["sessions.db"]


async def test_two_that_start_at_once_on_an_older_file_copy_it_once(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([everything()])

    def migrate() -> None:
        open_database(store.file, LATER).connection.close()

    await asyncio.gather(*(asyncio.to_thread(migrate) for _ in range(4)))
    assert version(store.file) == len(LATER)
    assert len(list(tmp_path.glob("sessions-schema-*.db"))) == 1
