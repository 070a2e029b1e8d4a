"""Puts a mended file in the place of the one that was linted, which is kept beside it."""

import shutil
from pathlib import Path

from ...private_file import write_private

_MOST_BACKUPS = 1000


def replace_file(file: Path, text: str) -> Path:
    """The backup, which takes no older one's place. Raises `OSError`."""
    backup = _backup(file)
    shutil.copy2(file, backup)
    write_private(file, text.encode("utf-8"))
    shutil.copymode(backup, file)
    return backup


def _backup(file: Path) -> Path:
    names = (f"{file.name}.bak{number or ''}" for number in range(_MOST_BACKUPS))
    free = (place for name in names if not (place := file.with_name(name)).exists())
    found = next(free, None)
    if found is None:
        raise FileExistsError(f"{file} has {_MOST_BACKUPS} backups already")
    return found
