"""The layout of the environment that Quayside makes for LiteLLM."""

import sys
from pathlib import Path

from .pins import PINNED_VERSION, pins_digest

_MARKER = "quayside-complete"


def environment_directory(data_directory: Path) -> Path:
    """Where Quayside makes its LiteLLM: `<data directory>/litellm/1.106.2`."""
    return data_directory / "litellm" / PINNED_VERSION


def interpreter(directory: Path) -> Path:
    """The environment's own Python."""
    if sys.platform == "win32":
        return directory / "Scripts" / "python.exe"
    return directory / "bin" / "python"


def is_ready(directory: Path) -> bool:
    """Whether it was finished, from the packages we ship now, and its Python is still there."""
    try:
        made_from = (directory / _MARKER).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return made_from == pins_digest() and interpreter(directory).exists()


def mark_ready(directory: Path) -> None:
    """Note that the environment is complete. Written last; raises `OSError`."""
    (directory / _MARKER).write_text(pins_digest(), "utf-8")


def unmark(directory: Path) -> None:
    """Forget that it was complete, before anything in it is deleted."""
    (directory / _MARKER).unlink(missing_ok=True)
