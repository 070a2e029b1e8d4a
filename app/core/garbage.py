"""When Python looks for garbage: not while we start, and seldom everywhere while a reply streams.

A full collection beside a long reply takes tens to hundreds of milliseconds, in which nothing is
painted and no key is heard.
"""

import gc
from collections.abc import Generator
from contextlib import contextmanager

_SELDOM = 2_000
"""Times as many small collections as there are before a full one: some minutes of a stream, in
which a few ten megabytes gather at most, whatever a user opens and closes beside it."""


@contextmanager
def start_without_collecting() -> Generator[None]:
    """Let what a start loads pass unexamined, until `collect_from_now_on` or the end."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def collect_from_now_on() -> None:
    """The start is over. What it loaded stays to the end, so no later collection looks at it."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


class FullCollections:
    """Makes full collections rare while anything streams; the small ones, of 1 to 3 ms, go on."""

    def __init__(self) -> None:
        self._streams = 0
        self._usual = gc.get_threshold()

    @contextmanager
    def put_off(self) -> Generator[None]:
        """May be entered again inside itself, and left in any order."""
        if not self._streams:
            self._usual = gc.get_threshold()
            gc.set_threshold(*self._usual[:2], _SELDOM)
        self._streams += 1
        try:
            yield
        finally:
            self._streams -= 1
            if not self._streams:
                gc.set_threshold(*self._usual)
