"""The bytes of a blob that have come so far: on disk, with their digest beside them."""

import asyncio
import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from .blob import Blob

_BLOCK = 1 << 20
_OLD_SECONDS = 30 * 86_400
OpenPart = Callable[[Path], BinaryIO]
"""Opens a part so that what is written goes to its end."""


class WrongBytes(Exception):
    """What came is not the blob that was promised."""


def append_to(path: Path) -> BinaryIO:
    return path.open("ab")


class Part:
    """Opened by `open_part`; all that writes raises `OSError`."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.size = 0
        self._path, self._file = path, file
        self._digest = hashlib.sha256()

    async def read_what_is_there(self) -> None:
        """Count and digest what an earlier pull left."""
        await asyncio.to_thread(self._read)

    def take(self, piece: bytes) -> None:
        self._file.write(piece)
        # Written through, so that nothing is left for `close` to fail at.
        self._file.flush()
        self._digest.update(piece)
        self.size += len(piece)

    def start_anew(self) -> None:
        self._file.truncate(0)
        self.size, self._digest = 0, hashlib.sha256()

    def check(self, blob: Blob) -> None:
        """Raises `WrongBytes`."""
        digest = f"sha256:{self._digest.hexdigest()}"
        if self.size != blob.size or digest != blob.digest:
            raise WrongBytes(f"{self.size} bytes, {digest}")

    def close(self) -> None:
        """What has come stays; a file without a byte would only puzzle."""
        with contextlib.suppress(OSError):
            self._file.close()
            if not self.size:
                self._path.unlink(missing_ok=True)

    def _read(self) -> None:
        with self._path.open("rb") as file:
            while block := file.read(_BLOCK):
                self._digest.update(block)
                self.size += len(block)


def open_part(path: Path, opener: OpenPart) -> Part:
    path.parent.mkdir(parents=True, exist_ok=True)
    return Part(path, opener(path))


def settle(part: Path, target: Path) -> None:
    """Give a checked part its name, whole and on the disk. Raises `OSError`."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(part, target)


def remove_old_parts(models: Path, now: float) -> None:
    """Remove what nobody has gone on with for a month; `now` is the time in epoch seconds."""
    for path in (models / "parts").glob("sha256-*"):
        with contextlib.suppress(OSError):
            if now - path.stat().st_mtime > _OLD_SECONDS:
                path.unlink()


def has_room(folder: Path, size: int) -> bool:
    return shutil.disk_usage(folder).free >= size
