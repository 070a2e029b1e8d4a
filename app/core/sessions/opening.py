"""Opening the database: private, of the right version, and whole."""

import os
import sqlite3
import time
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..failures import Failure
from ..file_lock import FileLock
from .schema import MIGRATIONS
from .store_failures import (
    DAMAGED,
    StoreError,
    explain_storage,
    is_busy,
    moved_aside,
    newer_schema,
)

FILE_NAME = "sessions.db"
_COMPANIONS = ("", "-wal", "-shm")
_BUSY_MS = 5000
_PATIENCE = 10.0
_POLL = 0.02
_BEGIN_POLL = 0.002
_WAL_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection that may write, and what there is to tell of how it came about."""

    connection: sqlite3.Connection
    notices: tuple[Failure, ...] = ()


def open_database(file: Path, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> Opened:
    """Open or make `file`. Raises `StoreError`, `OSError` and `sqlite3.Error`.

    A damaged file is moved aside and a fresh one begun; one of a newer schema is left alone.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Two that start at once must neither migrate twice nor move a fresh file aside.
    with _alone(file):
        notices = _look_at(file, len(migrations))
        _make_private(file)
        connection = connect(file)
        try:
            _migrate(connection, file, migrations)
        except BaseException:
            connection.close()
            raise
    return Opened(connection, notices)


def connect(file: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection for one thread; transactions are begun and ended by hand."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    # What a killed process wrote is the system's and is safe. Only a power cut may take the last
    # moments, and waiting for the disk at every tick would be felt on a slow one.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA journal_size_limit = {_WAL_BYTES}")
    connection.execute("PRAGMA foreign_keys = ON")
    # What is removed for good is overwritten.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA query_only = {int(read_only)}")
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Generator[None]:
    """All or nothing. The lock to write is taken at once, so that it cannot fail half-way."""
    _begin(connection)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _begin(connection: sqlite3.Connection) -> None:
    # SQLite's own waiting looks less and less often: a program that writes on and on, with short
    # rests, would keep us out until it ends.
    connection.execute("PRAGMA busy_timeout = 0")
    end = time.monotonic() + _BUSY_MS / 1000
    try:
        while not _begun(connection, last=time.monotonic() >= end):
            time.sleep(_BEGIN_POLL)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")


def _begun(connection: sqlite3.Connection, *, last: bool) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as problem:
        if last or not is_busy(problem):
            raise
        return False
    return True


def suspect(file: Path) -> None:
    """Have the file examined when it is opened next: SQLite found it damaged while in use."""
    with suppress(OSError):
        _suspicion(file).touch(mode=0o600)


def _look_at(file: Path, known: int) -> tuple[Failure, ...]:
    if not file.exists():
        return ()
    try:
        version = _examined(file)
    except sqlite3.DatabaseError as problem:
        if explain_storage(problem, file).kind != DAMAGED:
            raise
        return (moved_aside(file, _move_aside(file), problem),)
    if version > known:
        raise StoreError(newer_schema(file, version, known))
    return ()


def _examined(file: Path) -> int:
    # Read-only: not even a journal is written back into a file that may be of a newer schema.
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        if _suspicion(file).exists():
            _check_pages(connection)
            _suspicion(file).unlink(missing_ok=True)
        return version


def _check_pages(connection: sqlite3.Connection) -> None:
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        problem = sqlite3.DatabaseError(found)
        problem.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise problem


def _move_aside(file: Path) -> Path:
    aside = _free_name(file, "damaged")
    for companion in _COMPANIONS:
        with suppress(FileNotFoundError):
            os.rename(f"{file}{companion}", f"{aside}{companion}")
    _suspicion(file).unlink(missing_ok=True)
    return aside


def _make_private(file: Path) -> None:
    # SQLite gives its journal the mode of the file itself.
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    with suppress(OSError):
        file.chmod(0o600)


def _migrate(
    connection: sqlite3.Connection, file: Path, migrations: Sequence[Sequence[str]]
) -> None:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == len(migrations):
        return
    if version:
        _back_up(connection, _free_name(file, f"schema-{version}"))
    with transaction(connection):
        for statements in migrations[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")


def _back_up(connection: sqlite3.Connection, copy: Path) -> None:
    _make_private(copy)
    with closing(sqlite3.connect(copy)) as target:
        connection.backup(target)


def _free_name(file: Path, word: str) -> Path:
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    stem = f"{file.stem}-{word}-{moment}"
    names = (file.with_name(f"{stem}{number}{file.suffix}") for number in ("", *range(2, 1000)))
    return next(name for name in names if not name.exists())


def _suspicion(file: Path) -> Path:
    return file.with_suffix(".suspect")


@contextmanager
def _alone(file: Path) -> Generator[None]:
    lock, end = FileLock(file.with_suffix(".lock")), time.monotonic() + _PATIENCE
    while not lock.take():
        if time.monotonic() > end:
            problem = sqlite3.OperationalError("another Quayside has been opening it for long")
            problem.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise problem
        time.sleep(_POLL)
    try:
        yield
    finally:
        lock.release()
