"""Reads a file that is attached, where it may be: a text in UTF-8, or an image."""

import mimetypes
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..attachments import Attachment
from ..failures import Failure

LARGEST_TEXT = 2_000_000
"""Bytes: some 500,000 tokens, more than the engines' contexts hold."""
LARGEST_IMAGE = 7_000_000
"""Bytes: in base64 a third more, and Docker Model Runner refuses bodies of more than 10 MiB."""

_HEAD = 8192
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"GIF8", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"BM", 0, "image/bmp"),
)
_TAKEN_IMAGES = frozenset(("image/png", "image/jpeg", "image/gif", "image/webp"))


@dataclass(frozen=True, slots=True)
class Found:
    """A file that can be attached, as far as its head and its size tell."""

    name: str
    media_type: str
    size: int
    """Bytes."""


class CannotAttach(Exception):
    """`failure` tells what is the matter with the file."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.summary)
        self.failure = failure


def exists(name: str, folder: Path) -> bool:
    """Whether there is anything under that name; `~` is the user's home."""
    try:
        return _path(name, folder).exists()
    except (OSError, ValueError, RuntimeError):
        return False


def look_at(name: str, folder: Path) -> Found:
    """What would be attached; reads only the head of the file. Raises `CannotAttach`."""
    return _opened(name, folder)[0]


def read_attachment(name: str, folder: Path) -> Attachment:
    """The file as it is now. Raises `CannotAttach`, with the file and its size in the failure."""
    found, content = _opened(name, folder, whole=True)
    if found.media_type.startswith("image/"):
        return Attachment(name, found.media_type, content)
    return Attachment(name, found.media_type, _text(name, content))


def _path(name: str, folder: Path) -> Path:
    return folder / Path(name).expanduser()


def _opened(name: str, folder: Path, whole: bool = False) -> tuple[Found, bytes]:
    with _file(name, folder) as file:
        head = file.read(_HEAD)
        size = os.fstat(file.fileno()).st_size
        found = Found(name, _media_type(name, head), size)
        _check_size(found)
        most = LARGEST_IMAGE if found.media_type.startswith("image/") else LARGEST_TEXT
        return found, head + file.read(most + 1 - len(head)) if whole else head


def _file(name: str, folder: Path) -> BinaryIO:
    try:
        path = _path(name, folder)
        # Opened without waiting: a pipe that nobody writes to would hold us for ever.
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError, RuntimeError) as problem:
        raise refused(name, "cannot be read", _words(problem)) from problem
    if stat.S_ISREG(os.fstat(number).st_mode):
        return os.fdopen(number, "rb")
    os.close(number)
    raise refused(name, "is no file", "a folder, a device or a pipe")


def _check_size(found: Found) -> None:
    image = found.media_type.startswith("image/")
    most = LARGEST_IMAGE if image else LARGEST_TEXT
    if found.size > most:
        kind = "an image" if image else "a text"
        seen = f"{found.size} bytes; of {kind}, at most {most} are attached"
        raise refused(found.name, "is too large", seen)


def _media_type(name: str, head: bytes) -> str:
    """By the file's bytes, not by its name; `CannotAttach` for what is neither text nor image."""
    for magic, at, kind in _MAGIC:
        if head[at : at + len(magic)] == magic and (at == 0 or head.startswith(b"RIFF")):
            if kind not in _TAKEN_IMAGES:
                raise refused(name, "is an image that models do not take", kind)
            return kind
    if b"\0" in head:
        raise refused(name, "is neither a text nor an image", f"begins with {head[:16].hex(' ')}")
    guessed = mimetypes.guess_type(name)[0] or ""
    return guessed if guessed.startswith("text/") else "text/plain"


def _text(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        seen = f"byte {problem.start}: {problem.object[problem.start : problem.end].hex(' ')}"
        raise refused(name, "is not in UTF-8", seen) from problem


def _words(problem: Exception) -> str:
    return problem.strerror or str(problem) if isinstance(problem, OSError) else str(problem)


def refused(name: str, what: str, seen: str) -> CannotAttach:
    """`seen` is what the system said, or what was found in the file."""
    return CannotAttach(
        Failure(
            kind="attachment-refused",
            summary=f"{name} {what}",
            tried=f"attach {name}",
            seen=seen,
            cause="Texts in UTF-8 and images as PNG, JPEG, GIF or WebP can be attached.",
            cure="Name another file, or take the @ away to send the words alone.",
        )
    )
