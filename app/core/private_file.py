"""A file of our own, written whole or not at all, and for its owner alone."""

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


def write_private(file: Path, content: bytes) -> None:
    """A reader sees the old file or the whole new one; a folder that is missing is made.

    Raises `OSError`.
    """
    with private_writer(file) as beside:
        beside.write(content)


@contextmanager
def private_writer(file: Path) -> Generator[IO[bytes]]:
    """The same piece by piece; where the writing is left by an exception, nothing has changed."""
    target = file.resolve()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Beside it, so that the last step is a rename; `mkstemp` gives it mode 0600.
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with open(handle, "wb") as beside:
            yield beside
        os.replace(name, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
