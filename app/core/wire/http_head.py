"""The head of an HTTP/1.1 response: status line and fields (RFC 9112, sections 4 and 5)."""

import re
from dataclasses import dataclass

import httpx

HEAD_LIMIT = 64 * 1024
"""Bytes of one head, or of the trailers behind a chunked body."""
_SHOWN = 60
_BLANK_LINE = re.compile(rb"\n\r?\n")
_STATUS_LINE = re.compile(rb"(HTTP/1\.[01]) ([1-9][0-9]{2})(?: ([^\x00\r\n]*))?")
_FIELD = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):([^\x00\r\n]*)")


@dataclass(frozen=True, slots=True)
class ResponseHead:
    version: bytes
    """`HTTP/1.1` or `HTTP/1.0`."""
    status: int
    reason: bytes
    fields: list[tuple[bytes, bytes]]
    """Names as they were written, in their order."""

    def values(self, name: bytes) -> list[bytes]:
        """The members of a list field in lower case, from all lines that have its name."""
        lines = [value for key, value in self.fields if key.lower() == name]
        return [member.strip(b" \t").lower() for member in b",".join(lines).split(b",")]

    def has(self, name: bytes) -> bool:
        return any(key.lower() == name for key, _ in self.fields)


class LineBlock:
    """Gathers lines up to the empty one that ends them, within `HEAD_LIMIT`."""

    def __init__(self, held: bytes = b"") -> None:
        self.held = held

    def take(self, data: bytes) -> tuple[bytes, bytes] | None:
        """The block without its empty line, and what follows; None while it is not whole.

        Raises `httpx.RemoteProtocolError` where it is longer than the limit.
        """
        seen = max(0, len(self.held) - 2)
        self.held += data
        end = _BLANK_LINE.search(self.held, seen)
        if (end.end() if end else len(self.held)) > HEAD_LIMIT:
            raise httpx.RemoteProtocolError(
                f"the head of the response is longer than {HEAD_LIMIT} bytes"
            )
        return None if end is None else (self.held[: end.start()], self.held[end.end() :])


def read_head(block: bytes) -> ResponseHead:
    """Raises `httpx.RemoteProtocolError` for a head that is none."""
    status_line, *lines = _lines(block)
    found = _STATUS_LINE.fullmatch(status_line)
    if found is None:
        raise httpx.RemoteProtocolError(f"illegal status line: {shown(status_line)}")
    return ResponseHead(found[1], int(found[2]), found[3] or b"", read_fields(lines))


def read_fields(lines: list[bytes]) -> list[tuple[bytes, bytes]]:
    """Raises `httpx.RemoteProtocolError`, for a folded line too: two readers may differ on it."""
    fields: list[tuple[bytes, bytes]] = []
    for line in lines:
        found = _FIELD.fullmatch(line)
        if found is None:
            raise httpx.RemoteProtocolError(f"illegal header line: {shown(line)}")
        fields.append((found[1], found[2].strip(b" \t")))
    return fields


def read_trailers(block: bytes) -> None:
    """Trailers say nothing that we use, but they must be fields."""
    read_fields(_lines(block) if block else [])


def shown(data: bytes) -> str:
    """Foreign bytes for a message: escaped, and not too many."""
    return repr(data[:_SHOWN]) + ("…" if len(data) > _SHOWN else "")


def _lines(block: bytes) -> list[bytes]:
    # A line feed alone ends a line too: small servers write it, and RFC 9112 lets it be read.
    return [line.removesuffix(b"\r") for line in block.removesuffix(b"\r").split(b"\n")]
