"""A file that is to be written, as a user names it."""

from collections.abc import Collection
from pathlib import Path

from ..core.given_path import given_path, is_folder, is_there


def new_file(text: str, endings: Collection[str]) -> Path:
    """A file that is in no other's way, and ends in one of `endings`. Raises `ValueError`."""
    file = given_path(text)
    if "\0" in text:
        raise ValueError("No name of a file holds such a character")
    if file.suffix not in endings:
        raise ValueError(f"'{file.suffix or file.name}' is none of {', '.join(endings)}")
    if not is_folder(file.parent):
        raise ValueError(f"There is no folder {file.parent}")
    if is_there(file):
        raise ValueError(f"{file.name} is there already")
    return file
