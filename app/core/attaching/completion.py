"""Names of files that may be meant while one is being written."""

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

MOST_LOOKED_AT = 5_000
"""Entries of a folder; what stands behind them is not offered."""


def completions(begun: str, folder: Path, most: int) -> list[str]:
    """Up to `most` names that begin so, in order; a folder's ends in `/`.

    Hidden ones are offered once their dot is written.
    """
    head, slash, last = begun.rpartition("/")
    try:
        place = folder / Path(head + slash).expanduser()
        with os.scandir(place) as entries:
            names = sorted(_matching(islice(entries, MOST_LOOKED_AT), last))
    except (OSError, ValueError, RuntimeError):
        return []
    return [head + slash + name for name in names[:most]]


def completed(begun: str, names: list[str]) -> str:
    """`begun`, written on as far as all `names` agree."""
    common = next(iter(names), "")
    for name in names:
        while not name.startswith(common):
            common = common[:-1]
    return common if len(common) > len(begun) else begun


def _matching(entries: Iterator[os.DirEntry[str]], last: str) -> Iterator[str]:
    for entry in entries:
        hidden = entry.name.startswith(".") and not last.startswith(".")
        if entry.name.startswith(last) and not hidden and entry.name.isprintable():
            yield entry.name + "/" * _is_folder(entry)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
