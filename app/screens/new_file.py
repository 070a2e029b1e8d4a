"""A file that is to be written, as a user names it."""

from collections.abc import Collection
from pathlib import Path


def new_file(text: str, endings: Collection[str]) -> Path:
    """A file that is in no other's way, and ends in one of `endings`. Raises `ValueError`."""
    file = Path(text.strip()).expanduser()
    if file.suffix not in endings:
        raise ValueError(f"'{file.suffix or file.name}' is none of {', '.join(endings)}")
    if not file.parent.is_dir():
        raise ValueError(f"There is no folder {file.parent}")
    if file.exists():
        raise ValueError(f"{file.name} is there already")
    return file
