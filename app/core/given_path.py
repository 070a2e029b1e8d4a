"""A path as a user types it; nothing here raises for one that cannot be."""

import os.path
import re
from pathlib import Path

# No file's name holds a zero, nor a half of a pair that is not a byte which Python could not read.
_NO_NAME = re.compile("[\0\ud800-\udc7f\udd00-\udfff]")


def given_path(text: str) -> Path:
    """`~` is the home; of a user that nobody knows, it stays what it is."""
    return Path(os.path.expanduser(_NO_NAME.sub("\ufffd", text.strip())))


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
