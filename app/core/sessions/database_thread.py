"""A thread with a connection of its own: the event loop never waits for a disk."""

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result")
Work = Callable[[sqlite3.Connection], Result]


class Chore(Protocol):
    """What the thread does besides, whenever it is due."""

    def due(self) -> float | None:
        """When, by the monotonic clock; None while there is nothing to do."""
        ...

    def run(self, connection: sqlite3.Connection) -> None:
        """Must not raise."""
        ...


class DatabaseThread:
    """Carries out work in the order in which it was given."""

    def __init__(
        self, name: str, connect: Callable[[], sqlite3.Connection], chore: Chore | None = None
    ) -> None:
        self._connect, self._chore = connect, chore
        self._tasks: SimpleQueue[Callable[[sqlite3.Connection], None] | None] = SimpleQueue()
        # A program that ends without closing the store must not hang.
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._opened: Future[None] = Future()
        self._closed = False

    def start(self) -> None:
        """Returns when the connection stands. Raises what connecting raised."""
        self._thread.start()
        self._opened.result()

    def submit(self, work: Work[Result]) -> Future[Result]:
        """Have `work` done; its result or its exception is the future's."""
        future: Future[Result] = Future()
        if self._closed:
            future.set_exception(sqlite3.ProgrammingError("the sessions were closed"))
            return future

        def task(connection: sqlite3.Connection) -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(work(connection))
            except BaseException as problem:
                future.set_exception(problem)

        self._tasks.put(task)
        return future

    def wake(self) -> None:
        """Have the chore looked at again, because it has become due."""
        self._tasks.put(_nothing)

    def close(self) -> None:
        """Wait until all that was given is done."""
        self._closed = True
        self._tasks.put(None)
        self._thread.join()

    def _run(self) -> None:
        try:
            connection = self._connect()
        except BaseException as problem:
            self._opened.set_exception(problem)
            return
        self._opened.set_result(None)
        try:
            while (task := self._next(connection)) is not None:
                task(connection)
        finally:
            connection.close()

    def _next(self, connection: sqlite3.Connection) -> Callable[[Any], None] | None:
        while True:
            due = self._chore.due() if self._chore else None
            wait = None if due is None else due - time.monotonic()
            if wait is not None and wait <= 0 and self._chore is not None:
                self._chore.run(connection)
                continue
            try:
                return self._tasks.get(timeout=wait)
            except Empty:
                continue


def _nothing(connection: sqlite3.Connection) -> None:
    pass
