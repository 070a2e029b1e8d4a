"""Read what a GGUF file says of itself: metadata and the number of its parameters.

The layout is that of the GGUF specification, versions 2 and 3 (little-endian).
"""

import math
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_SCALARS = {
    0: "B",
    1: "b",
    2: "H",
    3: "h",
    4: "I",
    5: "i",
    6: "f",
    7: "?",
    10: "Q",
    11: "q",
    12: "d",
}
_STRING, _ARRAY = 8, 9
_WHOLE = re.compile(r"[0-9]{1,20}")
_FILE_TYPES = {0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1"} | {
    10: "Q2_K", 11: "Q3_K_S", 12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M",
    16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K", 32: "BF16",
}  # fmt: skip
_LONGEST_STRING = 1 << 24
_MOST_PAIRS, _MOST_ITEMS, _MOST_TENSORS, _MOST_DIMENSIONS = 1 << 16, 1 << 28, 1 << 20, 4
"""Far above any model's: a file may come from anywhere, and may count to the end of days."""


class NotGguf(ValueError):
    """The file is no GGUF that can be read."""


@dataclass(frozen=True, slots=True)
class GgufSummary:
    """Scalars and strings of the metadata, and the sum of all tensor sizes in elements."""

    metadata: dict[str, str]
    parameters: int

    @property
    def architecture(self) -> str:
        return self.metadata.get("general.architecture", "")

    @property
    def quantization(self) -> str:
        return _FILE_TYPES.get(self._whole("general.file_type"), "")

    @property
    def context_length(self) -> int | None:
        length = self._whole(f"{self.architecture}.context_length")
        return length if length > 0 else None

    def _whole(self, key: str) -> int:
        """-1 where there is no such number, or another kind of value."""
        text = self.metadata.get(key, "")
        return int(text) if _WHOLE.fullmatch(text) else -1


def read_gguf(path: Path) -> GgufSummary:
    """Read the head of a GGUF file. Raises `NotGguf` or `OSError`."""
    try:
        with path.open("rb") as file:
            return _read(file)
    except NotGguf:
        raise
    except (struct.error, ValueError, KeyError, RecursionError) as error:
        raise NotGguf(f"{path.name} is cut short or no GGUF: {error}") from error


def _read(file: BinaryIO) -> GgufSummary:
    if file.read(4) != b"GGUF":
        raise NotGguf("the file does not begin with GGUF")
    version, tensors, pairs = _take(file, "<IQQ")
    if version not in (2, 3):
        raise NotGguf(f"GGUF version {version} is not known")
    if pairs > _MOST_PAIRS or tensors > _MOST_TENSORS:
        raise NotGguf(f"{pairs} pairs of metadata and {tensors} tensors")
    metadata: dict[str, str] = {}
    for _ in range(pairs):
        key = _text(file)
        value = _value(file, _take(file, "<I")[0])
        if value is not None:
            metadata[key] = value
    return GgufSummary(metadata, sum(_tensor_elements(file) for _ in range(tensors)))


def _take(file: BinaryIO, layout: str) -> tuple[int, ...]:
    return struct.unpack(layout, file.read(struct.calcsize(layout)))


def _text(file: BinaryIO) -> str:
    return _bytes(file).decode("utf-8")


def _bytes(file: BinaryIO) -> bytes:
    length = _take(file, "<Q")[0]
    if length > _LONGEST_STRING:
        raise NotGguf(f"a string of {length} bytes")
    return file.read(length)


def _value(file: BinaryIO, kind: int) -> str | None:
    if kind == _STRING:
        return _text(file)
    if kind != _ARRAY:
        return str(_take(file, "<" + _SCALARS[kind])[0])
    _skip_array(file)
    return None


def _skip_array(file: BinaryIO) -> None:
    kind, count = _take(file, "<IQ")
    if count > _MOST_ITEMS:
        raise NotGguf(f"an array of {count} items")
    skip: Callable[[], object]
    if kind in _SCALARS:
        file.seek(struct.calcsize("<" + _SCALARS[kind]) * count, 1)
        return
    skip = (lambda: _bytes(file)) if kind == _STRING else (lambda: _skip_array(file))
    for _ in range(count):
        skip()


def _tensor_elements(file: BinaryIO) -> int:
    _bytes(file)
    dimensions = _take(file, "<I")[0]
    if dimensions > _MOST_DIMENSIONS:
        raise NotGguf(f"a tensor of {dimensions} dimensions")
    shape = _take(file, f"<{dimensions}Q")
    _take(file, "<IQ")
    return math.prod(shape)
