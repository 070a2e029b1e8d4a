"""A blob of a registry, and where it lies on disk while it comes and once it has come."""

import re
from dataclasses import dataclass
from pathlib import Path

LARGEST = 1 << 42
"""Bytes; the largest models that are published have a fourth of it."""
_DIGEST = re.compile(r"sha256:([0-9a-f]{64})")


class BadBlob(ValueError):
    """A digest or a size that no blob has."""


@dataclass(frozen=True, slots=True)
class Blob:
    """`digest` is `sha256:` and 64 hex digits, `size` bytes above 0. Raises `BadBlob`."""

    digest: str
    size: int

    def __post_init__(self) -> None:
        digest_digits(self.digest)
        if not 0 < self.size <= LARGEST:
            raise BadBlob(f"a blob of {self.size} bytes")

    def part(self, models: Path) -> Path:
        """What has come so far."""
        return models / "parts" / f"sha256-{digest_digits(self.digest)}.part"

    def lock(self, models: Path) -> Path:
        """Held by the process that writes the part."""
        return self.part(models).with_suffix(".lock")


def blob_file(models: Path, digest: str) -> Path:
    """Where a checked blob lies. Raises `BadBlob`: a path is never made of foreign words."""
    return models / f"sha256-{digest_digits(digest)}.gguf"


def digest_digits(digest: str) -> str:
    """The 64 hex digits. Raises `BadBlob`."""
    found = _DIGEST.fullmatch(digest)
    if found is None:
        raise BadBlob(f"a digest that is no sha256: {digest[:100]!r}")
    return found[1]
