"""A path as a user types it; nothing here raises for one that cannot be."""

import os.path
from pathlib import Path


def given_path(text: str) -> Path:
    """`~` is the home; of a user that nobody knows, it stays what it is."""
    return Path(os.path.expanduser(text.strip()))


def is_there(file: Path) -> bool:
    """A link that leads nowhere is there too. What may not be looked at is not."""
    try:
        return os.path.lexists(file)
    except ValueError:
        return False


def is_file(file: Path) -> bool:
    return os.path.isfile(file)


def is_folder(file: Path) -> bool:
    return os.path.isdir(file)
