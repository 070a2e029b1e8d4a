"""The `.env` file that LiteLLM would read, found and read as python-dotenv does it.

LiteLLM reads one when it is imported, unless LITELLM_MODE is other than DEV: a script (and its
`litellm` command) from the folder of the package upwards, an interactive Python from the working
directory upwards. What is in the environment already, even empty, wins. Seen with 1.106.2.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

NAME = ".env"
MOST_BYTES = 256 * 1024
_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*)")


@dataclass(frozen=True, slots=True)
class DotEnv:
    """A `.env` file; `values` are the names that it sets."""

    file: Path
    values: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)


def is_read(environment: Mapping[str, str]) -> bool:
    """Whether LiteLLM looks for a `.env` at all."""
    return environment.get("LITELLM_MODE", "DEV") == "DEV"


def find_files(starts: Iterable[Path]) -> list[DotEnv]:
    """The nearest `.env` from each of `starts` upwards, each file once."""
    found: dict[Path, DotEnv] = {}
    for start in starts:
        file = _nearest(start)
        if file is not None and file not in found:
            found[file] = DotEnv(file, dict(_values(_text(file))))
    return list(found.values())


def _nearest(start: Path) -> Path | None:
    folder = start.absolute()
    candidates = (above / NAME for above in (folder, *folder.parents))
    return next((file for file in candidates if _is_file(file)), None)


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        return False


def _text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def _values(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        found = _LINE.fullmatch(line)
        if found is not None:
            yield found[1], _unquoted(found[2].strip())


def _unquoted(value: str) -> str:
    if value[:1] in ("'", '"'):
        return value[1:].partition(value[0])[0]
    return re.split(r"\s+#", value)[0].strip()
